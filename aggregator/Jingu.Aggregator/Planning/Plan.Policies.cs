using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Quotas;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// What planning says about ladders, hours and circuits. Of several rows about the same, the last holds.
/// </summary>
internal sealed partial class Plan
{
    /// <summary>Days before today that a calendar still names.</summary>
    private const int DaysBehind = 2;

    /// <summary>Days ahead that a calendar names: longer than any policy holds.</summary>
    private const int DaysAhead = 120;

    private readonly Dictionary<(Resource, UnitId?), PlanRow> _ladders = [];
    private ImmutableArray<FriendlyHours> _hours = [];
    private ImmutableArray<HeldDay> _held = [];
    private ImmutableArray<CalendarDay> _working = [];
    private ImmutableArray<PlanRow> _circuits = [];

    /// <summary>How a unit is treated; the product's defaults, which are a drill, where nothing was imported.</summary>
    public LadderPolicy Ladder(UnitId unit, Resource resource) =>
        Settings(unit, resource) is { } row ? LadderOf(row, unit, resource) : new(unit, resource, 1);

    /// <summary>Wh or L that a person may select on top of a month.</summary>
    public long Emergency(UnitId unit, Resource resource) =>
        Settings(unit, resource)?.TextOrNull("emergency") is null ? 0 : Settings(unit, resource)!.Count("emergency");

    /// <summary>The unit's circuits behind a gateway, in the order in which they go off; null without any.</summary>
    public SwitchSequence? Circuits(GatewayId gateway, UnitId unit, Resource resource)
    {
        var listed = _circuits
            .Where(row => row.Text("gateway") == gateway.Value && row.Unit("unit") == unit
                && row.Resource() == resource)
            .OrderBy(row => row.Count("place")).ToList();
        if (listed.Count == 0)
            return null;
        var sequence = new SwitchSequence(
            [.. listed.Select(row => new ListedCircuit(new(row.Text("switchPoint")), row.Text("dim") == "yes"))],
            [.. listed.Where(row => row.Text("reminder") == "yes")
                .Select(row => new SwitchPointId(row.Text("switchPoint")))]);
        return Settings(unit, resource) is { } settings
            ? sequence with
            {
                CutSpacing = Seconds(settings, "cutSpacingSeconds") ?? sequence.CutSpacing,
                RestoreSpacing = Seconds(settings, "restoreSpacingSeconds") ?? sequence.RestoreSpacing,
            }
            : sequence;
    }

    /// <summary>The gateway that has a listed switch point; null when it is not listed.</summary>
    public GatewayId? GatewayOf(SwitchPointId point) => _circuits
        .Where(row => row.Text("switchPoint") == point.Value)
        .Select(row => (GatewayId?)new GatewayId(row.Text("gateway"))).FirstOrDefault();

    /// <summary>When nothing is cut, from a few days before a day on.</summary>
    public HoldCalendar Calendar(LocalDate today)
    {
        bool IsNear(LocalDate day) => day >= today.PlusDays(-DaysBehind) && day <= today.PlusDays(DaysAhead);
        return new(
            _hours, [.. _held.Where(day => IsNear(day.Day))], [.. _working.Where(day => IsNear(day.Day))]);
    }

    /// <summary>A row of the table of ladders as a ladder; it may have faults.</summary>
    public static LadderPolicy LadderOf(PlanRow row, UnitId unit, Resource resource)
    {
        var usual = new LadderPolicy(unit, resource, 1);
        return usual with
        {
            Drill = row.Text("drill") == "yes",
            Automatic = row.TextOrNull("automatic") == "yes",
            NoticePercent = (int?)Count(row, "noticePercent") ?? usual.NoticePercent,
            WarningPercent = (int?)Count(row, "warningPercent") ?? usual.WarningPercent,
            FirstNoticeLead = Count(row, "firstNoticeHours") is { } hours
                ? TimeSpan.FromHours(hours)
                : usual.FirstNoticeLead,
            FinalNoticeLead = Count(row, "finalNoticeMinutes") is { } minutes
                ? TimeSpan.FromMinutes(minutes)
                : usual.FinalNoticeLead,
            Reminder = row.TextOrNull("reminder") == "yes",
            CutOnLease = row.TextOrNull("cutOnLease") == "yes",
        };
    }

    private void ReadPolicies(Func<PlanTable, IEnumerable<Row>> of)
    {
        foreach (var row in of(PlanTable.Ladders))
            _ladders[(row.Values.Resource(), row.Values.UnitOrNull("unit"))] = row.Values;
        _hours =
        [
            .. Last(of(PlanTable.Hours), "name").Where(row => row.Text("days") != PlanWords.None)
                .Select(row => new FriendlyHours(
                    PlanWords.TimeOfDay.Parse(row.Text("begin")).Value,
                    PlanWords.TimeOfDay.Parse(row.Text("end")).Value,
                    PlanWords.FriendlyDays[row.Text("days")])),
        ];
        _held =
        [
            .. Last(of(PlanTable.HeldDays), "date").Where(row => row.Text("kind") != PlanWords.None)
                .Select(row => new HeldDay(
                    row.Day("date"), PlanWords.HeldDays[row.Text("kind")], row.TextOrNull("name") ?? "")),
        ];
        _working =
        [
            .. Last(of(PlanTable.Days), "date").Select(row => new CalendarDay(
                row.Day("date"), row.Text("kind") == "working" ? DayKind.Working : DayKind.Rest)),
        ];
        _circuits = [.. Last(of(PlanTable.Circuits), "switchPoint").Where(row => row.Count("place") > 0)];
    }

    private PlanRow? Settings(UnitId unit, Resource resource) =>
        _ladders.GetValueOrDefault((resource, unit)) ?? _ladders.GetValueOrDefault((resource, null));

    /// <summary>Of each key the last row, in a steady order.</summary>
    private static IEnumerable<PlanRow> Last(IEnumerable<Row> rows, string key) => rows
        .GroupBy(row => row.Values.Text(key), row => row.Values, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Last());

    private static long? Count(PlanRow row, string column) =>
        row.TextOrNull(column) is null ? null : row.Count(column);

    private static TimeSpan? Seconds(PlanRow row, string column) =>
        Count(row, column) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
