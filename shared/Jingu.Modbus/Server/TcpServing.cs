using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Server;

/// <summary>
/// One client's connection: answers its requests in order until it closes or sends what is no Modbus TCP.
/// </summary>
internal sealed class TcpServing(IByteLink link, Func<byte, IModbusDevice?> devices)
{
    private readonly byte[] _incoming = new byte[4 * Mbap.FrameMax];
    private readonly byte[] _answer = new byte[Mbap.FrameMax];

    /// <summary>Requests may arrive several at once or in pieces.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var have = 0; ;)
        {
            var read = await link.ReadAsync(_incoming.AsMemory(have), Timeout.InfiniteTimeSpan, stop);
            if (read.IsBroken)
                return;
            have += read.Count;
            var used = 0;
            int length;
            while ((length = Mbap.FrameLength(_incoming.AsSpan(used, have - used))) > 0 && length <= have - used)
            {
                if (!await AnswerAsync(used, length, stop))
                    return;
                used += length;
            }
            if (length < 0)
                return;
            _incoming.AsSpan(used, have - used).CopyTo(_incoming);
            have -= used;
        }
    }

    /// <summary>False when the link is broken.</summary>
    private async ValueTask<bool> AnswerAsync(int offset, int length, CancellationToken stop)
    {
        var (device, request, answer, answerLength) = Decide(_incoming.AsSpan(offset, length));
        if (answerLength == 0)
            return true;
        var sent = await link.WriteAsync(_answer.AsMemory(0, answerLength), stop);
        if (sent.IsBroken)
            return false;
        if (request is not null && answer is not null)
            device?.Answered(request, answer);
        return true;
    }

    private (IModbusDevice? Device, ModbusRequest? Request, ModbusResult? Answer, int Length) Decide(
        ReadOnlySpan<byte> frame)
    {
        var unitIdentifier = frame[6];
        var pdu = _answer.AsSpan(Mbap.Length);
        var transaction = Mbap.TransactionOf(frame);
        if (devices(unitIdentifier) is not { } device)
        {
            var silent = ServerPdu.WriteException(frame[Mbap.Length], ServerPdu.TargetSilent, pdu);
            return (null, null, null, Close(transaction, unitIdentifier, silent));
        }
        var (request, exception) = ServerPdu.Read(unitIdentifier, frame[Mbap.Length..]);
        if (request is null)
        {
            var refusal = ServerPdu.WriteException(frame[Mbap.Length], exception, pdu);
            return (device, null, null, Close(transaction, unitIdentifier, refusal));
        }
        return device.Answer(request) is { } answer
            ? (device, request, answer, Close(transaction, unitIdentifier, ServerPdu.Write(request, answer, pdu)))
            : (device, request, null, 0);
    }

    private int Close(ushort transaction, byte unitIdentifier, int pduLength)
    {
        Mbap.Write(_answer, transaction, unitIdentifier, pduLength);
        return Mbap.Length + pduLength;
    }
}
