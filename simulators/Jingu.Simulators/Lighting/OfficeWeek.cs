using NodaTime;

namespace Jingu.Simulators.Lighting;

/// <summary>What some days of the office came to.</summary>
/// <param name="WattHours">Of all lamps.</param>
/// <param name="Occupied">How long zones had somebody in them, summed over zones.</param>
/// <param name="Below">How much of that below the target illuminance at the desk.</param>
/// <param name="SwitchingsPerLampDay">How often a lamp went on or off in a day, on average.</param>
/// <param name="WritesPerLampDay">How often it was told a level.</param>
internal sealed record OfficeResult(
    double WattHours, TimeSpan Occupied, TimeSpan Below, double SwitchingsPerLampDay, double WritesPerLampDay)
{
    public double BelowPercent => 100 * Below / Occupied;
}

/// <summary>
/// A week or some other days of an office floor, by seed: the same people under the same sky for every set of rules.
/// </summary>
internal sealed class OfficeWeek(ulong seed, LocalDate first, int days = OfficeWeek.Days)
{
    public const int Days = 7;

    /// <summary>Mondays of a dark and of a bright week.</summary>
    public static readonly LocalDate Winter = new(2026, 1, 12);
    public static readonly LocalDate Summer = new(2026, 7, 6);

    private readonly OfficeWorld _world = new(seed, first, days);

    /// <summary>What one zone uses, Wh.</summary>
    public double WattHoursOf(OfficeZone zone, OfficeRules rules)
    {
        var room = new RuledRoom(_world.Room(zone), rules, _world.From);
        room.PlayUntil(_world.To);
        return room.WattHours;
    }

    public OfficeResult Play(OfficeRules rules)
    {
        var rooms = OfficeZone.All.Select(zone => new RuledRoom(_world.Room(zone), rules, _world.From)).ToList();
        foreach (var room in rooms)
            room.PlayUntil(_world.To);
        var lampDays = (double)days * OfficeZone.All.Sum(zone => zone.Lamps);
        return new(
            rooms.Sum(room => room.WattHours),
            rooms.Aggregate(TimeSpan.Zero, (sum, room) => sum + room.Room.Occupied),
            rooms.Aggregate(TimeSpan.Zero, (sum, room) => sum + room.Room.Below),
            rooms.Sum(room => (double)room.Room.Plan.Lamps * room.Lamps.Switchings) / lampDays,
            rooms.Sum(room => (double)room.Room.Plan.Lamps * room.Lamps.Writes) / lampDays);
    }
}
