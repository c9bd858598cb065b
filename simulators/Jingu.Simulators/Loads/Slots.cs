using NodaTime;

namespace Jingu.Simulators.Loads;

/// <summary>One slot of five minutes as the people on the site see it.</summary>
/// <param name="Index">Slots since 1970, the same whatever is simulated around it.</param>
/// <param name="Hour">Local hour of the day at the slot's middle, 0 to 24.</param>
/// <param name="IsWorkingDay">Monday to Friday. There are no invented holidays.</param>
/// <param name="DayOfYear">Local, from 1.</param>
/// <param name="LocalMinutes">Minutes of the local clock since 1970, at the slot's start.</param>
internal readonly record struct Slot(long Index, double Hour, bool IsWorkingDay, int DayOfYear, long LocalMinutes)
{
    /// <summary>Milliseconds since 1970 at the slot's start.</summary>
    public long Start => Index * Slots.Milliseconds;
}

/// <summary>
/// The stretch of time that is simulated, cut into slots of five minutes. What flows within a slot flows evenly, in
/// whole Wh and L.
/// </summary>
internal sealed class Slots
{
    /// <summary>Length of a slot.</summary>
    public const long Milliseconds = 300_000;

    /// <summary>Slots per hour.</summary>
    public const int PerHour = 12;

    private readonly Slot[] _slots;

    /// <param name="from">First instant, on a slot's edge.</param>
    /// <param name="to">First instant after the last slot, on a slot's edge.</param>
    public Slots(DateTimeOffset from, DateTimeOffset to, DateTimeZone zone)
    {
        var first = from.ToUnixTimeMilliseconds() / Milliseconds;
        var count = checked((int)((to.ToUnixTimeMilliseconds() / Milliseconds) - first));
        _slots = new Slot[count];
        for (var index = 0; index < count; index++)
            _slots[index] = SlotAt(first + index, zone);
    }

    public int Count => _slots.Length;

    public Slot this[int index] => _slots[index];

    /// <summary>Milliseconds since 1970 at which the first slot starts.</summary>
    public long Start => _slots[0].Start;

    /// <summary>Milliseconds since 1970 at which the last slot has ended.</summary>
    public long End => Start + (Count * Milliseconds);

    /// <summary>Computes an amount for each slot.</summary>
    public long[] Fill(Func<Slot, long> amount)
    {
        var amounts = new long[Count];
        for (var index = 0; index < Count; index++)
            amounts[index] = amount(_slots[index]);
        return amounts;
    }

    private static Slot SlotAt(long index, DateTimeZone zone)
    {
        var local = Instant.FromUnixTimeMilliseconds(index * Milliseconds).InZone(zone).LocalDateTime;
        var minutes = Period.Between(new LocalDate(1970, 1, 1), local.Date, PeriodUnits.Days).Days * 1440L
            + (local.Hour * 60) + local.Minute;
        return new(
            index,
            local.Hour + ((local.Minute + 2.5) / 60),
            local.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday),
            local.DayOfYear,
            minutes);
    }
}
