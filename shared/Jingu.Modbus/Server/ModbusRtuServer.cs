using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Modbus.Server;

/// <summary>
/// Serves several unit identifiers on one line. What is damaged or meant for others is passed over in silence, as the
/// devices of a line do. The link stays the caller's.
/// </summary>
public sealed class ModbusRtuServer : IAsyncDisposable
{
    /// <summary>
    /// The silence that ends a damaged frame. Far longer than 3.5 characters, because an operating system hands bytes
    /// over in its own time.
    /// </summary>
    private static readonly TimeSpan GapMin = TimeSpan.FromMilliseconds(20);

    private readonly IByteLink _link;
    private readonly Func<byte, IModbusDevice?> _devices;
    private readonly MachineTime _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _incoming = new byte[RtuFrame.LengthMax];
    private readonly byte[] _answer = new byte[RtuFrame.LengthMax];

    private ModbusRtuServer(IByteLink link, Func<byte, IModbusDevice?> devices, MachineTime time)
    {
        (_link, _devices, _time) = (link, devices, time);
        Completion = RunAsync();
    }

    /// <summary>Ends when disposed or when the link broke; fails when a device threw, which is a bug.</summary>
    public Task Completion { get; }

    /// <param name="devices">Finds the device of a unit identifier; null is silence.</param>
    public static ModbusRtuServer Start(IByteLink link, Func<byte, IModbusDevice?> devices, MachineTime time) =>
        new(link, devices, time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await ReceiveAsync() is var length && length >= 0)
            {
                if (length > 0)
                    await AnswerAsync(length);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>A frame's length; 0 when what came is none; -1 when the link is broken.</summary>
    private async ValueTask<int> ReceiveAsync()
    {
        for (var have = 0; ;)
        {
            var wait = have == 0 ? Timeout.InfiniteTimeSpan : GapMin;
            var read = await _link.ReadAsync(_incoming.AsMemory(have), wait, _stop.Token);
            if (read.IsBroken)
                return -1;
            have += read.Count;
            var length = RtuFrame.RequestLength(_incoming.AsSpan(0, have));
            if (length > 0 && length == have && RtuFrame.IsWhole(_incoming.AsSpan(0, have)))
                return length;
            if (read.Count == 0)
                return length < 0 && RtuFrame.IsWhole(_incoming.AsSpan(0, have)) ? have : 0;
            if (have == _incoming.Length)
                return await FallSilentAsync();
        }
    }

    private async ValueTask<int> FallSilentAsync()
    {
        while (true)
        {
            var read = await _link.ReadAsync(_incoming, GapMin, _stop.Token);
            if (read.IsBroken)
                return -1;
            if (read.Count == 0)
                return 0;
        }
    }

    private async ValueTask AnswerAsync(int length)
    {
        var unitIdentifier = _incoming[0];
        if (_devices(unitIdentifier) is not { } device)
            return;
        var (request, exception) = ServerPdu.Read(unitIdentifier, _incoming.AsSpan(1, length - 3));
        var answer = request is null ? new ModbusResult.Refused(exception) : device.Answer(request);
        if (answer is null)
            return;
        var pduLength = request is null
            ? ServerPdu.WriteException(_incoming[1], exception, _answer.AsSpan(1))
            : ServerPdu.Write(request, answer, _answer.AsSpan(1));
        var sent = await _link.WriteAsync(
            _answer.AsMemory(0, RtuFrame.Close(_answer, unitIdentifier, pduLength)), _stop.Token);
        if (request is not null && !sent.IsBroken)
            device.Answered(request, answer);
    }
}
