using Jingu.Lighting.Zones;

namespace Jingu.Simulators.Lighting;

/// <summary>What fails in a week, at fixed times, where it does: sensors in each way, the lamps of a room.</summary>
internal sealed class OfficeFaults(OfficeZone plan, OfficeRules rules, DateTimeOffset monday)
{
    private LuxReading? _held;
    private PresenceReading? _last;

    /// <summary>Wednesday from 14:00 to 15:00 the lamps of the small office stay as they are.</summary>
    public bool IsLying(DateTimeOffset now) =>
        rules.LampsLie && plan == OfficeZone.SmallOffice && IsIn(now, day: 2, 14, 15);

    public PresenceReading? Shown(PresenceReading seen)
    {
        // Tuesday: silent in the window row. Friday: blind in the meeting room.
        if (plan == OfficeZone.WindowRow && IsFailing(seen.At, day: 1, 9, 15))
            return _last;
        _last = seen;
        return plan == OfficeZone.MeetingRoom && IsFailing(seen.At, day: 4, 0, 24)
            ? seen with { IsOccupied = false }
            : seen;
    }

    public LuxReading? Shown(LuxReading seen)
    {
        // Wednesday: stuck in the window row. Thursday: impossible in the inner row.
        if (plan == OfficeZone.InnerRow && IsFailing(seen.At, day: 3, 10, 16))
            return seen with { Lux = -1 };
        if (plan == OfficeZone.WindowRow && IsFailing(seen.At, day: 2, 11, 20))
        {
            _held ??= seen;
            return seen with { Lux = _held.Lux };
        }
        return seen;
    }

    private bool IsFailing(DateTimeOffset at, int day, int fromHour, int toHour) =>
        rules.SensorsFail && IsIn(at, day, fromHour, toHour);

    private bool IsIn(DateTimeOffset at, int day, int fromHour, int toHour) =>
        at >= monday.AddDays(day).AddHours(fromHour) && at < monday.AddDays(day).AddHours(toHour);
}
