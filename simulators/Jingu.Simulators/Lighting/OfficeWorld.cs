using Jingu.Simulators.Loads;
using NodaTime;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// The office floor on some days, by seed: who is where under which sky. It is lit by the rules alone or by gateways,
/// and is the same for both. Immutable.
/// </summary>
internal sealed class OfficeWorld
{
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly Sky _sky;
    private readonly Noise _noise;
    private readonly List<Stay> _stays = [];

    /// <param name="first">The first local day.</param>
    /// <param name="days">How many.</param>
    public OfficeWorld(ulong seed, LocalDate first, int days)
    {
        From = first.AtStartOfDayInZone(Zone).ToDateTimeOffset();
        To = first.PlusDays(days).AtStartOfDayInZone(Zone).ToDateTimeOffset();
        _sky = new(seed);
        _noise = Noise.Of(seed, "behaviour");
        for (var monday = first.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)); monday < first.PlusDays(days);
            monday = monday.PlusWeeks(1))
        {
            _stays.AddRange(new Occupants(seed, monday.AtStartOfDayInZone(Zone).ToDateTimeOffset()).Stays
                .Where(stay => stay.To > From && stay.From < To));
        }
    }

    /// <summary>Local midnight.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Local midnight after the last day.</summary>
    public DateTimeOffset To { get; }

    /// <summary>A room as it is at the beginning.</summary>
    public Room Room(OfficeZone plan) => new(plan, _sky, _noise, _stays, From);
}
