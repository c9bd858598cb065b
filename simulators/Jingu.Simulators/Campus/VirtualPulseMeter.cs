using Jingu.Lines.Simulated;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Campus;

/// <summary>
/// A water meter that shows a reed contact and no register: closes it once per <see cref="LitresPerPulse"/>. The line
/// counts on while no gateway listens, so that a gateway may be killed and every pulse can still be told; a wire that
/// is cut is a chip that was unplugged. Safe from any thread.
/// </summary>
internal sealed class VirtualPulseMeter
{
    public const int LitresPerPulse = 10;

    /// <summary>As long as the reed contact of a turning meter is closed at most.</summary>
    private static readonly TimeSpan ClosedMax = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly MeterPlan _plan;
    private readonly MeterLoad _load;
    private readonly SiteInstant _now;
    private readonly RegisterLog _log;
    private long _shown;
    private long _pulses;

    public VirtualPulseMeter(MeterPlan plan, MeterLoad load, SiteInstant now, RegisterLog log)
    {
        (_plan, _load, _now, _log) = (plan, load, now, log);
        _shown = now.Milliseconds;
        _pulses = PulsesAt(_shown);
        Line = new(new(plan.Id.Value, 0)) { BeforeAnswer = CatchUp, Taken = Log };
    }

    public SimulatedLine Line { get; }

    private long PulsesAt(long instant) => _load.Forward.At(instant) / LitresPerPulse;

    /// <summary>The pulses since the last question, spread evenly over the time since.</summary>
    private void CatchUp()
    {
        lock (_gate)
        {
            var now = _now.Milliseconds;
            var missing = PulsesAt(now) - _pulses;
            var since = TimeSpan.FromMilliseconds(_shown);
            for (var pulse = 1; pulse <= missing; pulse++)
            {
                var apart = TimeSpan.FromMilliseconds((now - _shown) / missing);
                var closed = apart / 2 < ClosedMax ? apart / 2 : ClosedMax;
                Line.Drive(isHigh: true, since + (apart * pulse) - closed);
                Line.Drive(isHigh: false, since + (apart * pulse));
            }
            (_shown, _pulses) = (now, _pulses + missing);
        }
    }

    private void Log()
    {
        lock (_gate)
        {
            var instant = DateTimeOffset.FromUnixTimeMilliseconds(_shown);
            foreach (var point in _plan.Points)
                _log.Served(point.Id, instant, _pulses * LitresPerPulse);
            _log.Answered(_plan.Id, instant);
        }
    }
}
