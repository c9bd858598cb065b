using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Lighting.Savings;
using Jingu.Lighting.Timetables;
using Jingu.Yaml;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads what <c>site.yaml</c> says of lighting zones: their points and their baselines.</summary>
internal static class ZoneSection
{
    /// <summary>1 MW: more is no zone.</summary>
    private const long RatedWattsMax = 1_000_000;

    private const int WindowsMax = 16;
    private const int ReferenceDaysMax = 366;

    private static readonly Dictionary<string, DayKind?> Days = new()
    {
        ["working"] = DayKind.Working,
        ["rest"] = DayKind.Rest,
        ["every"] = null,
    };

    public static LightingZone ReadZone(
        YamlMap map, Complaints complaints, HashSet<BuildingId> buildings, ImmutableArray<Point> points) =>
        new(
            complaints.Try(() => map.Parsed("id", text => new ZoneId(text))),
            complaints.Try(() => map.Text("name")),
            complaints.Try(() => map.Text("nameEn")),
            complaints.Try(() => SiteFile.KnownBuilding(map, buildings)),
            complaints.Try(() => Measuring(map, points)),
            complaints.Try(() => map.Map("baseline") is { } baseline ? ReadBaseline(baseline) : null));

    /// <summary>A point that two zones name measures neither of them alone.</summary>
    public static void CheckTwice(YamlMap root, ImmutableArray<LightingZone> zones, Complaints complaints)
    {
        foreach (var point in zones.Where(zone => zone.Point.Value is not null).GroupBy(zone => zone.Point)
            .Where(group => group.Count() > 1))
        {
            complaints.Add(root.Complaint(
                "zones", $"name {point.Key} twice: it measures the lamps of one zone alone, or of none."));
        }
    }

    private static PointId Measuring(YamlMap map, ImmutableArray<Point> points)
    {
        var id = map.Parsed("point", text => new PointId(text));
        return points.Any(point => point.Id == id && point is
        {
            Role: PointRole.Circuit or PointRole.Unit, Direction: FlowDirection.Import,
            Resource: Resource.Electricity,
        } && point.Building.Value == map.Text("building", ""))
            ? id
            : throw map.Complaint(
                "point",
                $"'{id}' measures no lamps there: name a point of electricity, direction import, role circuit or unit "
                + "and the zone's building.");
    }

    private static ZoneBaseline ReadBaseline(YamlMap map)
    {
        map.Only(["stipulated", "measured", "source"]);
        if (map.Has("stipulated") == map.Has("measured"))
            throw map.Complaint("is either 'stipulated' or 'measured': write one of them.");
        var source = map.Text("source");
        return map.Map("stipulated") is { } stipulated
            ? new ZoneBaseline.Stipulated(ReadStipulated(stipulated), source)
            : ReadMeasured(map.Map("measured")!, source);
    }

    private static SavingsBaseline.Stipulated ReadStipulated(YamlMap map)
    {
        map.Only(["ratedWatts", "windows"]);
        var watts = map.Number("ratedWatts", 1, RatedWattsMax);
        var windows = map.List("windows");
        return windows.Count is >= 1 and <= WindowsMax
            ? new((int)watts, [.. windows.Select(ReadWindow)])
            : throw map.Complaint(
                "windows", $"holds {windows.Count} windows: state 1 to {WindowsMax} in which it was lit before.");
    }

    private static DayWindow ReadWindow(YamlMap map)
    {
        map.Only(["from", "to", "on"]);
        return new(
            map.Parsed("from", TimeOfDay), map.Parsed("to", TimeOfDay), map.Choice("on", Days, DayKind.Working));
    }

    private static ZoneBaseline.Measured ReadMeasured(YamlMap map, string source)
    {
        map.Only(["from", "to"]);
        var (from, to) = (map.Parsed("from", Day), map.Parsed("to", Day));
        if (to < from)
            throw map.Complaint("to", "lies before 'from': name the first reference day first.");
        return Period.DaysBetween(from, to) < ReferenceDaysMax
            ? new(from, to, source)
            : throw map.Complaint("to", $"is too far from 'from': name at most {ReferenceDaysMax} reference days.");
    }

    private static DayMark TimeOfDay(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text) is { Success: true } time
            ? new DayMark.Clock(time.Value)
            : throw new FormatException($"'{text}' is no time of day: write it as 07:30, in quotes.");

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text) is { Success: true } day
        ? day.Value
        : throw new FormatException($"'{text}' is no day: write it as 2026-03-01.");
}
