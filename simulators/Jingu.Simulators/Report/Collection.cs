using System.Collections.Immutable;
using Jingu.Simulators.Bench;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Report;

/// <summary>What the run itself knows about itself.</summary>
/// <param name="SpeedReached">Site seconds per machine second.</param>
/// <param name="Notes">For the reader of the report.</param>
internal sealed record RunFigures(
    BenchPeriod Period,
    int Seed,
    double SpeedAsked,
    double SpeedReached,
    double WallSeconds,
    Exercise Exercise,
    EdgeVersion Edge,
    ImmutableArray<string> Notes);

/// <summary>
/// Puts the report together from what the three witnesses say: the register log, the journals, the aggregator.
/// </summary>
internal static class Collection
{
    public static async Task<BenchReport> CollectAsync(
        RunFigures run, VirtualCampus campus, Crew crew, AggregatorApi api, ImmutableArray<DeedReport> deeds,
        CancellationToken stop)
    {
        var journals = await crew.JournalsAsync(stop);
        var stored = await api.DeliveryAsync(stop);
        var reported = run.Period switch
        {
            { IsWholeMonth: true } => await api.PointsAsync(run.Period.Month.ToString(), stop),
            { Days: { } days } => await api.PointsAsync(days.First, days.End, stop),
            _ => await api.PointsAsync(run.Period.From, run.Period.To, stop),
        };
        var notes = run.Notes.AddRange(campus.Notes).ToBuilder();
        var points = Points(campus, reported, run.Period, notes);
        var pointsOfUnits = PointsOfUnits(campus.Plan, points);
        var month = (await api.MonthAsync(run.Period.Month.ToString(), stop)).Units;
        ImmutableArray<ActionReport> actions = [.. await crew.ActionsAsync(stop)];
        var enforced = await api.EnforcementAsync(run.Period.Month.ToString(), stop);
        var units = Enforced(
            run.Period.IsWholeMonth ? Units(month) : UnitsOfPart(campus.Plan, month, pointsOfUnits), actions,
            enforced.Standings);
        var witness = new SwitchWitness([.. campus.Plan.Outputs], campus.Switches.Events, campus.WasFed);
        var delivery = Accounting.Delivery(campus.Log.AnsweredCount, [.. journals], [.. crew.Replaced], stored);
        notes.AddRange(crew.Replaced.Select(NoteOf));
        return new(
            Schema: 1,
            Month: run.Period.Month.ToString(),
            Site: campus.Plan.Site.Value,
            From: run.Period.From,
            To: run.Period.To,
            Drivers: run.Edge.Drivers,
            Libraries: run.Edge.Libraries,
            Store: stored.Store,
            Speed: new(run.SpeedAsked, run.SpeedReached),
            WallSeconds: run.WallSeconds,
            Seed: run.Seed,
            Units: units,
            Points: points,
            Delivery: delivery,
            Promises:
            [
                .. SwitchPromises.Judge(witness, actions),
                .. ReplayPromise.Judge(enforced.Chains),
                .. Promises.Judge(units, points, pointsOfUnits, delivery, run.Exercise),
            ],
            Notes: notes.ToImmutable())
        {
            Decisions = enforced.OfLadders(),
            Actions = actions,
            Deeds = deeds,
        };
    }

    /// <summary>
    /// What the gateways proved, and where their ladders stand; what the boards saw of it is judged, not counted.
    /// </summary>
    private static ImmutableArray<UnitReport> Enforced(
        ImmutableArray<UnitReport> units, ImmutableArray<ActionReport> actions,
        ImmutableArray<StoredStanding> standings)
    {
        var cuts = actions.Where(action => action.IsProvenCut).ToLookup(action => (action.Unit, action.Resource));
        var stands = standings.ToDictionary(standing => (standing.Unit, standing.Resource));
        return
        [
            .. from unit in units
               let electricity = stands.GetValueOrDefault((unit.Id, "electricity"))
               let water = stands.GetValueOrDefault((unit.Id, "water"))
               select unit with
               {
                   Electricity = unit.Electricity with
                   {
                       Stage = electricity?.Stage,
                       Armed = electricity?.Armed,
                       Emergency = electricity?.Emergency,
                       Cuts = cuts[(unit.Id, "electricity")].Count(),
                   },
                   Water = unit.Water with
                   {
                       Stage = water?.Stage,
                       Armed = water?.Armed,
                       Emergency = water?.Emergency,
                       Cuts = cuts[(unit.Id, "water")].Count(),
                   },
               },
        ];
    }

    private static ImmutableArray<PointReport> Points(
        VirtualCampus campus,
        ImmutableArray<StoredPoint> reported,
        BenchPeriod period,
        ImmutableArray<string>.Builder notes)
    {
        var answers = reported.ToDictionary(point => point.Id);
        var points = ImmutableArray.CreateBuilder<PointReport>();
        foreach (var plan in campus.Plan.Points)
        {
            long? delta = campus.Log.TryDelta(plan.Id, period.From, period.To, out var moved, out var why)
                ? moved
                : null;
            if (delta is null)
                notes.Add(why);
            points.Add(answers.TryGetValue(plan.Id.Value, out var point)
                ? Reported(point, delta)
                : Unreported(plan, delta, period));
        }
        return points.ToImmutable();
    }

    private static string NoteOf(JournalStatistics card) =>
        $"{card.Gateway}: card replaced; its journal {card.Journal} had "
        + $"{card.Streams.Values.Sum(stream => stream.Backlog)} entries unacknowledged.";

    private static PointReport Reported(StoredPoint point, long? delta) => new(
        point.Id,
        point.Resource,
        point.Direction,
        delta,
        point.Reported,
        point.Intervals,
        point.ExpectedIntervals,
        point.Quality);

    /// <summary>A point the aggregator says nothing of: none of its intervals is there.</summary>
    private static PointReport Unreported(PointPlan plan, long? delta, BenchPeriod period) => new(
        plan.Id.Value, plan.ResourceName, plan.DirectionName, delta, null, 0,
        (period.To - period.From).Ticks / TimeSpan.FromMinutes(15).Ticks, new(0, 0, 0, 0, 0, 0));

    private static ILookup<string, PointReport> PointsOfUnits(CampusPlan plan, ImmutableArray<PointReport> points)
    {
        var reports = points.ToDictionary(point => point.Id);
        return plan.Points
            .Where(point => point.Role == Role.Unit)
            .ToLookup(point => point.Unit!.Value.Value, point => reports[point.Id.Value]);
    }

    private static ImmutableArray<UnitReport> Units(ImmutableArray<StoredUnit> units) =>
        [.. units.Select(unit => new UnitReport(unit.Id, unit.Name, unit.Headcount, unit.Electricity, unit.Water))];

    /// <summary>
    /// The aggregator reports whole months; what is used in a part of one is the sum of its points' part. The budget
    /// stays that of the month.
    /// </summary>
    private static ImmutableArray<UnitReport> UnitsOfPart(
        CampusPlan plan, ImmutableArray<StoredUnit> month, ILookup<string, PointReport> pointsOfUnits) =>
    [
        .. from unit in plan.Units
           let id = unit.Id.Value
           let stored = month.FirstOrDefault(other => other.Id == id)
           select new UnitReport(
               id,
               unit.Name,
               unit.Headcount,
               new(stored?.Electricity.BudgetWh, Sum(pointsOfUnits[id], "electricity"), null, null, null, null),
               new(stored?.Water.BudgetL, Sum(pointsOfUnits[id], "water"), null, null, null, null)),
    ];

    /// <summary>As the aggregator sums: what is known of some, null where nothing is.</summary>
    public static long? Sum(IEnumerable<PointReport> points, string resource)
    {
        var known = points.Where(point => point.Resource == resource && point.Reported is not null).ToList();
        return known.Count == 0 ? null : known.Sum(point => point.Reported);
    }
}
