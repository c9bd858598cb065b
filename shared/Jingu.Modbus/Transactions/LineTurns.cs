using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// When one may speak on a serial line: after 3.5 characters of silence (Modbus over Serial Line V1.02, 2.5.1.1) or the
/// turnaround of the device that spoke last, and after a bad frame only when the line was silent longer than a device
/// may take. So it is for a device that did not answer in time: a late answer looks exactly like its next one, unit,
/// function and length are the same, and every later reading would be shifted by one for ever. Another device need not
/// wait that long: an answer of the wrong unit identifier is known as such.
/// </summary>
/// <param name="paceLine">False leaves out the 3.5 characters, for simulations that run faster than a line; the rest
/// always holds.</param>
internal sealed class LineTurns(
    LineSpeed speed, bool paceLine, MachineTime time, IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null)
{
    /// <summary>
    /// After a time-out the line is listened to for so long at least: an adapter may hand over what came in up to 16 ms
    /// later.
    /// </summary>
    private static readonly TimeSpan QuietMin = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// A line that chatters longer than this many times the silence asked for is given up and opened again.
    /// </summary>
    private const int ListenTimesMax = 20;

    private readonly byte[] _discarded = new byte[256];
    private readonly Dictionary<byte, (long At, TimeSpan Silence)> _late = [];
    private long _lastByteAt = time.GetTimestamp();
    private TimeSpan _silenceOwed;
    private TimeSpan _turnaround;
    private bool _listenFirst;

    /// <summary>How long request and answer take on the wire at most.</summary>
    public TimeSpan OnTheWire(ModbusRequest request) =>
        speed.Characters(RtuFrame.RequestLengthOf(request) + RtuFrame.AnswerLengthOf(request));

    /// <summary>
    /// An answer to somebody who asked before us, even before a restart of this process, may still come.
    /// </summary>
    public void Opened() => _listenFirst = true;

    public void Answered(byte unitIdentifier)
    {
        _lastByteAt = time.GetTimestamp();
        _turnaround = turnarounds?.GetValueOrDefault(unitIdentifier) ?? TimeSpan.Zero;
    }

    /// <summary>Its answer may still come, for as long again.</summary>
    public void TimedOut(byte unitIdentifier, TimeSpan answerMax)
    {
        Disturbed(QuietMin < answerMax ? QuietMin : answerMax);
        _late[unitIdentifier] = (_lastByteAt, answerMax);
    }

    public void Disturbed(TimeSpan silence)
    {
        _silenceOwed = silence > _silenceOwed ? silence : _silenceOwed;
        _lastByteAt = time.GetTimestamp();
    }

    /// <summary>Waits until one may speak. Broken when the link is, or when the line never falls silent.</summary>
    public async ValueTask<LinkOutcome> BeforeRequestAsync(
        IByteLink link, byte unitIdentifier, TimeSpan answerMax, CancellationToken stop)
    {
        if (_late.Remove(unitIdentifier, out var late) && time.GetElapsedTime(late.At) < late.Silence)
            _silenceOwed = late.Silence > _silenceOwed ? late.Silence : _silenceOwed;
        var waiting = link.DiscardWaiting();
        if (waiting.IsBroken)
            return waiting;
        if (waiting.Count > 0 || _listenFirst)
            Disturbed(answerMax);
        _listenFirst = false;
        if (_silenceOwed > TimeSpan.Zero)
        {
            var listened = await ListenAsync(link, stop);
            if (listened.IsBroken)
                return listened;
        }
        if (paceLine)
            await PauseAsync(stop);
        return LinkOutcome.Nothing;
    }

    private async ValueTask<LinkOutcome> ListenAsync(IByteLink link, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (_silenceOwed - time.GetElapsedTime(_lastByteAt) is var remaining && remaining > TimeSpan.Zero)
        {
            if (time.GetElapsedTime(start) > _silenceOwed * ListenTimesMax)
                return LinkOutcome.Broken("the line never falls silent: look for a second client.");
            var read = await link.ReadAsync(_discarded, remaining, stop);
            if (read.IsBroken)
                return read;
            if (read.Count > 0)
                _lastByteAt = time.GetTimestamp();
        }
        _silenceOwed = TimeSpan.Zero;
        return LinkOutcome.Nothing;
    }

    /// <summary>
    /// Never shorter than 3.5 characters, often longer, which is always legal. Timers wake early at times: the clock
    /// decides.
    /// </summary>
    private async ValueTask PauseAsync(CancellationToken stop)
    {
        var pause = _turnaround > speed.Silence ? _turnaround : speed.Silence;
        while (pause - time.GetElapsedTime(_lastByteAt) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, stop);
    }
}
