using Jingu.Simulators.Loads;
using NodaTime;

namespace Jingu.Simulators.Lighting;

/// <summary>What a week of the office came to.</summary>
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

/// <summary>One week of an office floor, by seed: the same people under the same sky for every set of rules.</summary>
internal sealed class OfficeWeek
{
    public const int Days = 7;

    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>Mondays of a dark and of a bright week.</summary>
    public static readonly LocalDate Winter = new(2026, 1, 12);
    public static readonly LocalDate Summer = new(2026, 7, 6);

    private readonly Sky _sky;
    private readonly Noise _noise;
    private readonly DateTimeOffset _from;
    private readonly IReadOnlyList<Stay> _stays;

    public OfficeWeek(ulong seed, LocalDate monday)
    {
        _from = monday.AtStartOfDayInZone(Zone).ToDateTimeOffset();
        _sky = new(seed);
        _noise = Noise.Of(seed, "behaviour");
        _stays = new Occupants(seed, _from).Stays;
    }

    public OfficeResult Play(OfficeRules rules)
    {
        var rooms = OfficeZone.All.Select(zone => new Room(zone, rules, _sky, _noise, _stays, _from)).ToList();
        foreach (var room in rooms)
            room.PlayUntil(_from.AddDays(Days));
        var lampDays = (double)Days * OfficeZone.All.Sum(zone => zone.Lamps);
        return new(
            rooms.Sum(room => room.WattHours),
            rooms.Aggregate(TimeSpan.Zero, (sum, room) => sum + room.Occupied),
            rooms.Aggregate(TimeSpan.Zero, (sum, room) => sum + room.Below),
            rooms.Sum(room => (double)room.Plan.Lamps * room.Lamps.Switchings) / lampDays,
            rooms.Sum(room => (double)room.Plan.Lamps * room.Lamps.Writes) / lampDays);
    }
}
