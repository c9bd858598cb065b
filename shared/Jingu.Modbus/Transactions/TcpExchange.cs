using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// Modbus TCP. The answer must carry our transaction and our unit identifier: some gateways mix both up.
/// </summary>
internal sealed class TcpExchange(MachineTime time) : IExchange
{
    private readonly byte[] _request = new byte[Mbap.FrameMax];
    private readonly byte[] _answer = new byte[Mbap.FrameMax];
    private ushort _transaction;

    public async ValueTask<ModbusResult> ExchangeAsync(
        IByteLink link, ModbusRequest request, TimeSpan limit, CancellationToken stop)
    {
        _transaction = unchecked((ushort)(_transaction + 1));
        var length = Pdu.WriteRequest(request, _request.AsSpan(Mbap.Length));
        Mbap.Write(_request, _transaction, request.UnitIdentifier, length);
        var sent = await link.WriteAsync(_request.AsMemory(0, Mbap.Length + length), stop);
        return sent.IsBroken ? new ModbusResult.LinkLost(sent.Detail!) : await ReceiveAsync(link, request, limit, stop);
    }

    private async ValueTask<ModbusResult> ReceiveAsync(
        IByteLink link, ModbusRequest request, TimeSpan limit, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        for (var have = 0; ;)
        {
            var remaining = limit - time.GetElapsedTime(start);
            if (remaining <= TimeSpan.Zero)
                return new ModbusResult.TimedOut();
            var read = await link.ReadAsync(_answer.AsMemory(have), remaining, stop);
            if (read.IsBroken)
                return new ModbusResult.LinkLost(read.Detail!);
            have += read.Count;
            if (Judge(request, _answer.AsSpan(0, have)) is { } result)
                return result;
        }
    }

    /// <summary>Null while the answer is not whole.</summary>
    private ModbusResult? Judge(ModbusRequest request, ReadOnlySpan<byte> bytes)
    {
        var length = Mbap.FrameLength(bytes);
        if (length < 0)
            return Wrong("Answer without a Modbus TCP header.");
        if (length == 0)
            return null;
        if (Mbap.TransactionOf(bytes) != _transaction)
            return Wrong($"Answer of transaction {Mbap.TransactionOf(bytes)} where {_transaction} belongs.");
        if (bytes[6] != request.UnitIdentifier)
            return Wrong($"Answer of unit identifier {bytes[6]} where {request.UnitIdentifier} was asked.");
        if (bytes.Length < length)
            return null;
        return bytes.Length == length
            ? Pdu.ReadAnswer(request, bytes[Mbap.Length..])
            : Wrong($"{bytes.Length - length} bytes follow the answer.");
    }

    private static ModbusResult.Malformed Wrong(string detail) => new(detail);
}
