using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control;

/// <summary>
/// Takes up what devices and meters showed, and tells of every action that changed by it. Pure but for reading
/// <see cref="Nearby"/>.
/// </summary>
internal static class Proving
{
    /// <summary>The circuits as they stand after an image and reports.</summary>
    public static ImmutableDictionary<SwitchPointId, Circuit> Prove(
        ImmutableDictionary<SwitchPointId, Circuit> circuits, ImmutableArray<SwitchPointPlan> plans, Nearby nearby,
        ImmutableArray<SwitchReport> reports, DateTimeOffset now)
    {
        var next = circuits.ToBuilder();
        var contacts = new Dictionary<SwitchPointId, List<Observation>>();
        foreach (var report in reports)
        {
            var circuit = next.GetValueOrDefault(report.Point) ?? new(report.Point);
            next[report.Point] = circuit.ReadBack(report.State);
            if (report.IsContactOpen is not { } isOpen)
                continue;
            if (!contacts.TryGetValue(report.Point, out var seen))
                contacts.Add(report.Point, seen = []);
            seen.Add(new(report.At, ObservationKind.ContactOpen, isOpen ? 1 : 0));
        }
        foreach (var plan in plans)
        {
            if (next.GetValueOrDefault(plan.Id) is not { Subject: { } subject } circuit)
                continue;
            var closed = subject.SwitchedAt + subject.Travel;
            var seen = nearby.Seen(plan, circuit, now).AddRange(
                contacts.GetValueOrDefault(plan.Id, []).Where(one => one.At > subject.SwitchedAt));
            next[plan.Id] = circuit.See(seen, nearby.WatchedSince(plan, closed), now) with
            {
                LastPower = nearby.PowerBelow(plan, now),
            };
        }
        return next.ToImmutable();
    }

    /// <summary>An event for each action that changed.</summary>
    public static IEnumerable<GatewayEvent> Events(
        ImmutableDictionary<SwitchPointId, Circuit> before, ImmutableDictionary<SwitchPointId, Circuit> after,
        ImmutableArray<SwitchPointPlan> plans, DateTimeOffset now) =>
        from plan in plans
        let circuit = after.GetValueOrDefault(plan.Id)
        let action = circuit?.Action
        where action is not null && action != before.GetValueOrDefault(plan.Id)?.Action
        select Event(plan, action, circuit.Test, now);

    private static GatewayEvent Event(SwitchPointPlan plan, SwitchAction action, SwitchTest? test, DateTimeOffset now)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("point", plan.Id.Value)
            .Add("unit", plan.Unit.Value)
            .Add("resource", plan.Resource == Resource.Water ? "water" : "electricity")
            .Add("operation", SwitchWords.Of(action.Operation))
            .Add("state", SwitchWords.Of(action.State))
            .Add("attempts", action.Attempts.ToString(CultureInfo.InvariantCulture))
            .Add("grade", SwitchWords.Of(action.Grade))
            .Add("finding", SwitchWords.Of(action.Finding))
            .Add("decidedAt", Text(action.DecidedAt));
        if (test is not null)
            facts = facts.Add("test", test.Command);
        if (action.AttemptedAt is { } attempted)
            facts = facts.Add("attemptedAt", Text(attempted));
        if (action.SettledAt is { } settled)
            facts = facts.Add("settledAt", Text(settled));
        return new(EventKinds.SwitchActionChanged, now, plan.Id.Value, SwitchWords.Sentence(plan, action), facts);
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
