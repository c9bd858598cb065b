using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// When one may speak on a serial line: after 3.5 characters of silence (Modbus over Serial Line V1.02, 2.5.1.1), and
/// after a time-out or a bad frame only when the line was silent longer than a device may take. A late answer looks
/// exactly like the next one otherwise: unit, function and length are the same, and every later reading would be
/// shifted by one for ever.
/// </summary>
/// <param name="paceLine">False leaves out the 3.5 characters, for simulations that run faster than a line; the rest
/// always holds.</param>
internal sealed class LineTurns(LineSpeed speed, bool paceLine, MachineTime time)
{
    /// <summary>
    /// A line that chatters longer than this many times the silence asked for is given up and opened again.
    /// </summary>
    private const int ListenTimesMax = 20;

    private readonly byte[] _discarded = new byte[256];
    private long _lastByteAt = time.GetTimestamp();
    private TimeSpan _silenceOwed;
    private bool _listenFirst;

    /// <summary>How long request and answer take on the wire at most, 11 bits a character.</summary>
    public TimeSpan OnTheWire(ModbusRequest request) =>
        speed.Characters(RtuFrame.RequestLengthOf(request) + RtuFrame.AnswerLengthOf(request));

    /// <summary>
    /// An answer to somebody who asked before us, even before a restart of this process, may still come.
    /// </summary>
    public void Opened() => _listenFirst = true;

    public void Answered() => _lastByteAt = time.GetTimestamp();

    public void Disturbed(TimeSpan silence)
    {
        _silenceOwed = silence > _silenceOwed ? silence : _silenceOwed;
        _lastByteAt = time.GetTimestamp();
    }

    /// <summary>Waits until one may speak. Broken when the link is, or when the line never falls silent.</summary>
    public async ValueTask<LinkOutcome> BeforeRequestAsync(IByteLink link, TimeSpan answerMax, CancellationToken stop)
    {
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
        while (speed.Silence - time.GetElapsedTime(_lastByteAt) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, stop);
    }
}
