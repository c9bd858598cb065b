using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// Modbus RTU on any link. Unit identifier, function, length and check sum are checked as soon as they are there.
/// </summary>
internal sealed class RtuExchange(MachineTime time) : IExchange
{
    private readonly byte[] _request = new byte[RtuFrame.LengthMax];
    private readonly byte[] _answer = new byte[RtuFrame.LengthMax];

    public async ValueTask<ModbusResult> ExchangeAsync(
        IByteLink link, ModbusRequest request, TimeSpan limit, CancellationToken stop)
    {
        var length = Pdu.WriteRequest(request, _request.AsSpan(1));
        length = RtuFrame.Close(_request, request.UnitIdentifier, length);
        var sent = await link.WriteAsync(_request.AsMemory(0, length), stop);
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
    private static ModbusResult? Judge(ModbusRequest request, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 1 && bytes[0] != request.UnitIdentifier)
            return Wrong($"Answer of unit identifier {bytes[0]} where {request.UnitIdentifier} was asked.");
        if (bytes.Length < RtuFrame.ExceptionLength)
            return null;
        var flagged = (byte)(request.Function | Pdu.ExceptionFlag);
        if (bytes[1] != request.Function && bytes[1] != flagged)
            return Wrong($"Answer of function {bytes[1]} to a request of {request.Function}.");
        var length = bytes[1] == flagged ? RtuFrame.ExceptionLength : RtuFrame.AnswerLengthOf(request);
        if (bytes.Length < length)
            return null;
        if (bytes.Length > length)
            return Wrong($"{bytes.Length - length} bytes follow the answer.");
        return RtuFrame.IsWhole(bytes)
            ? Pdu.ReadAnswer(request, bytes[1..^2])
            : Wrong("Answer with a wrong check sum.");
    }

    private static ModbusResult.Malformed Wrong(string detail) => new(detail);
}
