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
        ImmutableDictionary<SwitchPointId, Circuit> circuits, ImmutableArray<ActuatorPlan> plans, Nearby nearby,
        ImmutableArray<SwitchReport> reports, DateTimeOffset now)
    {
        var next = circuits.ToBuilder();
        var told = new Dictionary<SwitchPointId, List<Observation>>();
        foreach (var report in reports)
        {
            var circuit = (next.GetValueOrDefault(report.Point) ?? new(report.Point)) with
            {
                IsUnlike = report.IsUnlike,
            };
            next[report.Point] = report.Level is { } level
                ? circuit.ReadBack(report.State, level, report.At)
                : circuit.ReadBack(report.State) with { Level = null };
            if (!told.TryGetValue(report.Point, out var seen))
                told.Add(report.Point, seen = []);
            seen.AddRange(Told(report));
        }
        foreach (var plan in plans)
        {
            if (next.GetValueOrDefault(plan.Id) is not { } circuit)
                continue;
            if (plan is LampPlan)
                next[plan.Id] = circuit = circuit with { IsDark = IsDark(plan, circuit, nearby.PowerBelow(plan, now)) };
            if (circuit.Subject is not { } subject)
                continue;
            var closed = subject.SwitchedAt + subject.Travel;
            var seen = nearby.Seen(plan, circuit, now).AddRange(
                told.GetValueOrDefault(plan.Id, []).Where(one => one.At > subject.SwitchedAt));
            next[plan.Id] = circuit.See(seen, nearby.WatchedSince(plan, closed), now) with
            {
                LastPower = nearby.PowerBelow(plan, now, subject.SwitchedAt),
            };
        }
        return next.ToImmutable();
    }

    /// <summary>What a device told with a look that a proof may rest on.</summary>
    private static IEnumerable<Observation> Told(SwitchReport report)
    {
        if (report.IsContactOpen is { } isOpen)
            yield return new(report.At, ObservationKind.ContactOpen, isOpen ? 1 : 0);
        if (report.Level is { } level)
            yield return new(report.At, ObservationKind.Level, level);
        if (report.HasFailed)
            yield return new(report.At, ObservationKind.LampFailed);
    }

    /// <summary>
    /// A lamp without load is off, whatever its device remembers; a dimmed one draws little, but never nothing.
    /// </summary>
    private static bool IsDark(ActuatorPlan plan, Circuit circuit, long? power) => power is { } watts
        && (watts <= 0 || (circuit.State == CircuitState.On && watts * Proof.RatingShare < plan.Rating));

    /// <summary>An event for each action that changed.</summary>
    public static IEnumerable<GatewayEvent> Events(
        ImmutableDictionary<SwitchPointId, Circuit> before, ImmutableDictionary<SwitchPointId, Circuit> after,
        ImmutableArray<ActuatorPlan> plans, DateTimeOffset now) =>
        from plan in plans
        let circuit = after.GetValueOrDefault(plan.Id)
        let action = circuit?.Action
        where action is not null && action != before.GetValueOrDefault(plan.Id)?.Action
        select Event(plan, action, circuit, now);

    private static GatewayEvent Event(ActuatorPlan plan, SwitchAction action, Circuit circuit, DateTimeOffset now)
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
        if (circuit.Test is { } test)
            facts = facts.Add("test", test.Command);
        if (circuit.Shed is { } shed)
            facts = facts.Add("event", shed.Event);
        if (action.Levels is { } levels)
        {
            facts = facts.Add("from", levels.From.ToString(CultureInfo.InvariantCulture))
                .Add("to", levels.To.ToString(CultureInfo.InvariantCulture));
        }
        if (action.AttemptedAt is { } attempted)
            facts = facts.Add("attemptedAt", Text(attempted));
        if (action.SettledAt is { } settled)
            facts = facts.Add("settledAt", Text(settled));
        return new(EventKinds.SwitchActionChanged, now, plan.Id.Value, SwitchWords.Sentence(plan, action), facts);
    }

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
