using System.Globalization;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Lighting.Savings;

namespace Jingu.Aggregator.Web;

/// <summary>Savings of lighting zones in plain lines, in the language of whoever asks.</summary>
internal static class LightingText
{
    public static IEnumerable<string> Lines(LightingReport report)
    {
        yield return Text("LightingTitle", report.Site, report.From, report.To, report.Zone, report.Plan);
        if (report.CountedTo != report.To)
            yield return Text("LightingRunning", report.Days, report.CountedTo);
        if (report.Zones.IsEmpty)
            yield return Texts.Get("LightingNone");
        foreach (var year in report.YearsWithoutCalendar)
            yield return Text("LightingNoCalendar", year);
        foreach (var line in report.Zones.SelectMany(Lines))
            yield return line;
    }

    private static IEnumerable<string> Lines(ZoneReport zone)
    {
        yield return Text(
            "LightingZone", zone.Id,
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? zone.Name : zone.NameEn, zone.Building,
            zone.Point);
        yield return "  " + (zone.UsedWh is { } used ? Text("LightingUsed", used) : Texts.Get("LightingNotUsed"));
        yield return "  " + (zone.BaselineWh is { } baseline
            ? Text("LightingSaved", zone.SavedWh!, zone.SavedThousandths?.ToString(CultureInfo.InvariantCulture) ?? "-",
                baseline)
            : Text("LightingNotKnown", GapOf(zone)));
        if (zone.Kind is { } kind)
            yield return "  " + Text("LightingBaseline", Texts.Get("LightingMethod-" + kind), zone.Source!);
        if (zone.Reference is { } reference)
        {
            yield return "  " + Text(
                "LightingReference", reference.From, reference.To, reference.Days, reference.LeftOut);
        }
    }

    /// <summary>Why a zone's savings are not known, with what to do.</summary>
    public static string GapOf(ZoneReport zone) => Text(
        "LightingGap-" + zone.Gap, zone.Intervals.Missing, ZoneSavings.OtherThanMeasured(zone.Intervals),
        zone.Reference?.To ?? "", SavingsBaseline.Measured.WorkingDaysMin, SavingsBaseline.Measured.RestDaysMin);

    /// <summary>Numbers look the same in every language, so that they can be compared.</summary>
    private static string Text(string name, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Get(name), values);
}
