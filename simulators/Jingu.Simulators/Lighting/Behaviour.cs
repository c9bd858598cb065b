using Jingu.Lighting.Zones;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// What people do about the light: who misses it waves at the sensor, then goes to the switch; who leaves last may
/// switch off; who is warned of the sweep extends; at 22:00 a guard switches off where nobody is.
/// </summary>
internal sealed class Behaviour(OfficeZone plan, Presences here, Noise noise, DateTimeOffset from)
{
    private static readonly TimeSpan WavesAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SwitchesAfter = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan GuardComes = TimeSpan.FromHours(22);

    /// <summary>Lamps that are on and give less than this of the target are complained of.</summary>
    private const double Complained = 0.8;

    private DateTimeOffset? _missedSince;
    private DateTimeOffset _pressedAt;
    private DateTimeOffset _guardAt = from + GuardComes;
    private int _before;
    private SwitchPress? _press;

    /// <summary>Somebody waves, and every sensor sees it.</summary>
    public bool IsWaving { get; private set; }

    /// <summary>What is done now.</summary>
    /// <returns>The last use of the switch; null before the first.</returns>
    /// <param name="desk">The light there, lx.</param>
    /// <param name="isOn">They hold the lamps to be on.</param>
    /// <param name="isWarned">They were warned of the sweep.</param>
    public SwitchPress? Act(double desk, bool isOn, bool isWarned, DateTimeOffset now)
    {
        var count = here.CountAt(now);
        var isMissed = count > 0
            && (desk < plan.TargetLux * Complained || (desk < plan.TargetLux && !isOn) || isWarned);
        _missedSince = isMissed ? _missedSince ?? now : null;
        IsWaving = _missedSince is { } wave && now - wave >= WavesAfter;
        if (_missedSince is { } since && now - since >= SwitchesAfter && now - _pressedAt >= TimeSpan.FromMinutes(5))
            Press(SwitchKind.On, now);
        if (count == 0 && _before > 0 && isOn && noise.At(now.ToUnixTimeSeconds()) < Tidy(now))
            Press(SwitchKind.Off, now);
        if (now >= _guardAt)
        {
            if (count == 0 && isOn)
                Press(SwitchKind.Off, now);
            _guardAt = _guardAt.AddDays(1);
        }
        _before = count;
        return _press;
    }

    /// <summary>When somebody will have had enough, or the guard comes.</summary>
    public DateTimeOffset? NextAct(DateTimeOffset now) => new[]
    {
        _guardAt, _missedSince + WavesAfter, _missedSince + SwitchesAfter,
    }.Where(at => at > now).Min();

    private void Press(SwitchKind kind, DateTimeOffset now)
    {
        _press = new(now, kind);
        _pressedAt = now;
    }

    /// <summary>How likely who leaves an empty room switches off.</summary>
    private double Tidy(DateTimeOffset now) => plan == OfficeZone.Corridor ? 0
        : plan == OfficeZone.MeetingRoom ? 0.3
        : (now - from).TotalHours % 24 > 17 ? 0.5 : 0.15;
}
