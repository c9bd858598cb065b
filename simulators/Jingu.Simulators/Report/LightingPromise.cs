using System.Collections.Immutable;
using System.Globalization;

namespace Jingu.Simulators.Report;

/// <summary>
/// Judges the lit floor: savings are those of what meters counted, people have light, and nothing stays lit that all
/// have left. Pure.
/// </summary>
internal static class LightingPromise
{
    public const string Name = "lighting";

    /// <summary>Of the occupied time, percent.</summary>
    public const double BelowPercentMax = 1;

    /// <summary>A zone may look at its sensors once more before it is dark.</summary>
    private const double LeftLitMinutesMax = 1;

    /// <param name="zones">At least one.</param>
    /// <param name="isDisturbed">Something failed, or a budget left less light: then only figures are judged.</param>
    public static PromiseReport Judge(ImmutableArray<ZoneReport> zones, bool isDisturbed)
    {
        var complaints = zones.Select(FigureComplaint).OfType<string>().ToList();
        var (occupied, below) = (zones.Sum(zone => zone.OccupiedMinutes), zones.Sum(zone => zone.BelowMinutes));
        var belowPercent = occupied > 0 ? 100 * below / occupied : 0;
        if (!isDisturbed)
        {
            if (belowPercent >= BelowPercentMax)
                complaints.Add(Text($"people had too little light for {belowPercent:0.00} % of their time"));
            complaints.AddRange(zones.Where(zone => zone.LeftLitMinutes > LeftLitMinutesMax).Select(zone =>
                Text($"{zone.Id} was lit for {zone.LeftLitMinutes:0} min after all had left")));
        }
        var (used, baseline) = (zones.Sum(zone => zone.UsedWh), zones.Sum(zone => zone.BaselineWh));
        return new(Name, complaints.Count == 0, complaints.Count > 0 ? string.Join("; ", complaints) + "." : Text(
            $"{zones.Length} zones used {used} Wh of {baseline} Wh, as their meters counted; the rules alone would ")
            + Text($"have used {zones.Sum(zone => zone.RuledWh)} Wh; too little light for {belowPercent:0.00} % of ")
            + "the occupied time.");
    }

    private static string? FigureComplaint(ZoneReport zone) => zone switch
    {
        { UsedWh: null } or { BaselineWh: null } or { SavedWh: null } =>
            $"the aggregator does not tell what {zone.Id} saved",
        { CountedWh: { } counted } when counted == zone.UsedWh && zone.SavedWh == zone.BaselineWh - counted => null,
        _ => Text($"{zone.Id} used {zone.UsedWh} Wh and saved {zone.SavedWh} Wh of {zone.BaselineWh} Wh by the ")
            + Text($"aggregator, and its meter counted {zone.CountedWh} Wh"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
