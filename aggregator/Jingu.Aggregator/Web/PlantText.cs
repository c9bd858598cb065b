using System.Globalization;
using Jingu.Aggregator.Reporting.Plants;
using NodaTime;

namespace Jingu.Aggregator.Web;

/// <summary>Plants in plain lines, in the language of whoever asks; instants are local to the site.</summary>
internal static class PlantText
{
    public static IEnumerable<string> Lines(PlantsReport report)
    {
        var zone = DateTimeZoneProviders.Tzdb[report.Zone];
        yield return Text(
            "PlantsTitle", report.Site, Local(report.From, zone), Local(report.To, zone), report.Zone, report.Plan);
        if (report.Plants.IsEmpty)
            yield return Texts.Get("PlantsNone");
        if (report.Latitude is null)
            yield return Texts.Get("PlantsNoPlace");
        foreach (var line in report.Plants.SelectMany(plant => Lines(plant, zone)))
            yield return line;
        foreach (var line in report.Credits.SelectMany(Lines))
            yield return line;
        foreach (var line in report.Buildings.Append(report.Whole).SelectMany(Lines))
            yield return line;
    }

    private static IEnumerable<string> Lines(PlantReport plant, DateTimeZone zone)
    {
        var figures = plant.Figures;
        yield return Text("Plant", plant.Id, Name(plant), plant.Building, plant.CapacityW / 1000m);
        yield return figures.EnergyWh is { } energy
            ? "  " + Text(
                "PlantEnergy", energy, figures.FinalYield!, figures.PowerMeanW!, figures.PowerMaxW!,
                figures.QuartersKnown, figures.QuartersDue)
            : "  " + Texts.Get("PlantNoEnergy");
        var band = plant.YearlyBand;
        yield return "  " + Text("PlantBand", band.Low, band.High, Texts.Get("PlantBandSource"))
            + (band.Verdict is { } verdict ? " " + Texts.Get("PlantYield-" + verdict) : "");
        yield return "  " + (figures.PerformanceRatio is { } ratio
            ? Text(
                "PlantRatio", ratio.Ratio ?? double.NaN, ratio.FinalYield, ratio.ReferenceYield, ratio.Coverage,
                ratio.WithoutIrradiance, ratio.WithoutEnergy, ratio.LeftOutWh)
            : Texts.Get("PlantNoRatio"));
        yield return "  " + (figures.Availability is { } available
            ? Text("PlantAvailability", available.Ratio, available.Generating, available.Judged, available.LeftOut)
            : Texts.Get("PlantNoAvailability"));
        foreach (var month in plant.Avoided)
        {
            foreach (var each in month.Conversions)
            {
                yield return "  " + Text(
                    "PlantAvoided", month.Month, Texts.Get("Avoided-" + each.Kind), month.Wh, each.Milligrams,
                    each.Grams / 1000m, each.Set, each.Scope, each.Source)
                    + (each.Confirmed ? "" : " " + Texts.Get("PlantUnconfirmed"));
            }
        }
        foreach (var alarm in plant.Alarms)
            yield return "  " + Line(alarm, zone);
    }

    private static string Line(PlantAlarm alarm, DateTimeZone zone)
    {
        var evidence = alarm.Evidence.Select(
            each => Text("PlantEvidence", each.Name, each.Min, each.Max, each.Samples));
        var hints = alarm.Hints.Select(hint => Texts.Get("PlantHint-" + hint));
        return Text(
            "PlantAlarm", Texts.Get("PlantAlarm-" + alarm.Kind), Local(alarm.Begin, zone),
            alarm.End is { } end ? Local(end, zone) : Texts.Get("PlantAlarmStands"), alarm.Samples)
            + string.Concat(hints.Select(hint => "; " + hint)) + "; " + string.Join(", ", evidence);
    }

    private static IEnumerable<string> Lines(PlantCredit credit)
    {
        if (credit.WholeWh is not { } whole)
        {
            yield return Text("CreditNone", credit.Plant, Texts.Get("CreditDoubt-" + credit.Doubt));
            yield break;
        }
        yield return Text(
            "Credit", credit.Plant, whole, Texts.Get("Credit-" + credit.Part), credit.QuartersMeasured,
            credit.QuartersDue);
        foreach (var unit in credit.Units)
            yield return "  " + Text("CreditUnit", unit.Unit, unit.Wh, unit.Thousandths, unit.Source);
        yield return "  " + Text("CreditRest", credit.NotCreditedWh!);
    }

    private static IEnumerable<string> Lines(Balance balance)
    {
        var name = balance.Building ?? Texts.Get("BalanceWhole");
        if (balance.Import is null)
        {
            yield return Text("BalanceUnknown", name, Doubt(balance));
            yield break;
        }
        yield return Text(
            "Balance", name, balance.Import, balance.Generation!, balance.Export ?? 0, balance.SubMeters!, balance.Gap!,
            balance.QuartersComplete, balance.QuartersDue) + (balance.Doubt is null ? "" : " (" + Doubt(balance) + ")");
        if (balance.SelfConsumed is { } self)
        {
            yield return "  " + Text(
                "BalanceSelf", self, Share(balance.SelfConsumption), Share(balance.SelfSufficiency));
        }
    }

    private static string Doubt(Balance balance) => Text("BalanceDoubt-" + balance.Doubt, balance.LeftOut);

    private static string Name(PlantReport plant) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? plant.Name : plant.NameEn;

    private static string Share(double? share) =>
        share is { } known ? known.ToString("0.0 %", CultureInfo.InvariantCulture) : "-";

    private static string Local(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone)
        .ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Numbers look the same in every language, so that they can be compared.</summary>
    private static string Text(string name, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, Texts.Get(name), values);
}
