using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// What is told of a zone: that it went dark or lit, or for what reason it is lit; not each step of a ramp. Pure.
/// </summary>
internal static class ZoneEvents
{
    /// <summary>A new reason is told when it has lasted: reasons may change with every cloud.</summary>
    public static readonly TimeSpan ReasonEvery = TimeSpan.FromMinutes(5);

    public static IEnumerable<GatewayEvent> Of(
        ZonePlan plan, ZoneStanding? before, ZoneStanding after, ZoneImage image)
    {
        if (IsNews(after, image.Now))
            yield return Lit(plan, after, image.Now);
        if (before?.State.Choice != after.State.Choice)
            yield return Override(plan, before?.State.Choice, after.State.Choice, image.Now);
        var sensors = plan.Presence.Select((id, i) => (id, before?.State.Presence, after.State.Presence, i))
            .Concat(plan.Light.Select((id, i) => (id, before?.State.Lux, after.State.Lux, i)));
        foreach (var (id, was, now, i) in sensors)
        {
            var fault = was is { } known && i < known.Length ? known[i].Fault : SensorFault.None;
            if (now[i].Fault != fault)
                yield return Sensor(plan, id, now[i].Fault, image);
        }
        foreach (var lamp in plan.Lamps)
        {
            var (was, now) = (before?.Lamps.GetValueOrDefault(lamp.Id)?.Unlike, after.Lamps[lamp.Id].Unlike);
            if (was is null != now is null)
                yield return Lamp(plan, lamp.Id, now, image.Now);
        }
    }

    /// <summary>What is remembered as told.</summary>
    public static (bool IsDark, LightReason Reason, DateTimeOffset At)? ToldBy(
        IEnumerable<GatewayEvent> events, ZoneStanding standing, DateTimeOffset now) =>
        events.Any(happened => happened.Kind == EventKinds.ZoneLight)
            ? (standing.State.Light == 0, standing.Reason, now)
            : standing.Told;

    /// <summary>In which way a zone is lit, as a sentence.</summary>
    public static string Sentence(string name, int light, LightReason reason) => light == 0
        ? $"{name} is dark: {Word(reason)}."
        : string.Create(CultureInfo.InvariantCulture, $"{name} is lit to {light / 10.0:0.#} %: {Word(reason)}.");

    /// <summary>As a fact, such as <c>daylight-enough</c>.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, i) =>
            char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static bool IsNews(ZoneStanding after, DateTimeOffset now) => after.Told is not { } told
        || told.IsDark != (after.State.Light == 0)
        || (told.Reason != after.Reason && (now < told.At || now - told.At >= ReasonEvery));

    private static GatewayEvent Lit(ZonePlan plan, ZoneStanding after, DateTimeOffset now) => new(
        EventKinds.ZoneLight, now, plan.Id.Value, Sentence(plan.Name, after.State.Light, after.Reason),
        ImmutableSortedDictionary<string, string>.Empty
            .Add("light", after.State.Light.ToString(CultureInfo.InvariantCulture))
            .Add("reason", NameOf(after.Reason)));

    private static GatewayEvent Override(ZonePlan plan, HandChoice? before, HandChoice? after, DateTimeOffset now)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty.Add("state", after is null ? "ended" : "begun");
        if ((after ?? before)?.Order is { } order)
            facts = facts.Add("order", order.Id).Add("by", order.By);
        if (after is not { } choice)
        {
            var over = before?.Order is { } held ? $"the order of {held.By}" : "what a person chose";
            return new(EventKinds.ZoneOverride, now, plan.Id.Value,
                $"{plan.Name}: {over} is over, and the rules decide again.", facts);
        }
        facts = facts.Add("until", choice.Until.ToString("O", CultureInfo.InvariantCulture));
        if (choice.Light is { } light)
            facts = facts.Add("light", light.ToString(CultureInfo.InvariantCulture));
        var what = choice.Light switch
        {
            0 => "off",
            null => "on, as its rules say",
            { } some => $"{ZoneOrders.Percent(some)} of light",
        };
        return new(EventKinds.ZoneOverride, now, plan.Id.Value,
            choice.Order is { } by
                ? $"{plan.Name}: {what} by order of {by.By} until {choice.Until:u}, or until somebody uses its switch."
                : $"{plan.Name}: a person chose {what}; that holds until {choice.Until:u}, or until all have left.",
            facts);
    }

    private static GatewayEvent Sensor(ZonePlan plan, string sensor, SensorFault fault, ZoneImage image)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty.Add("zone", plan.Id.Value);
        if (fault == SensorFault.None)
        {
            return new(EventKinds.SensorBack, image.Now, sensor, $"{sensor} is believed again in {plan.Name}.", facts);
        }
        var why = fault switch
        {
            SensorFault.Silent when image.Sensors.Faults.TryGetValue(sensor, out var said) =>
                $"gives nothing ({said.TrimEnd('.')})",
            SensorFault.Silent => "gives nothing",
            SensorFault.Impossible => "shows what cannot be",
            _ => "is stuck",
        };
        return new(EventKinds.SensorFailed, image.Now, sensor,
            $"{sensor} {why}: {plan.Name} is lit by its schedule, or as if somebody were there. Look at it on site.",
            facts.Add("fault", NameOf(fault)));
    }

    private static GatewayEvent Lamp(ZonePlan plan, SwitchPointId lamp, string? unlike, DateTimeOffset now) => new(
        EventKinds.LampUnlike, now, lamp.Value,
        unlike is null
            ? $"{lamp} of {plan.Name} is as it was told again."
            : $"{lamp} of {plan.Name} is not as it was told: {unlike}. Look at lamp and device on site.",
        ImmutableSortedDictionary<string, string>.Empty
            .Add("state", unlike is null ? "same" : "differs").Add("zone", plan.Id.Value));

    private static string Word(LightReason reason) => reason switch
    {
        LightReason.Idle => "nothing asked for light yet",
        LightReason.Assumed => "it began anew, and somebody may be there",
        LightReason.ByHand => "a person chose it",
        LightReason.Occupied => "somebody is there",
        LightReason.Absent => "all have left",
        LightReason.Scheduled => "its schedule says so",
        LightReason.ScheduleEnded => "its schedule is over",
        LightReason.SweepWarning => "the sweep is about to come",
        LightReason.Swept => "the evening sweep",
        LightReason.Daylight => "daylight gives a part",
        LightReason.DaylightEnough => "daylight gives all",
        LightReason.CorridorFloor => "somebody may be in the building",
        LightReason.SensorFailed => "a sensor has failed",
        LightReason.LadderCap => "the unit's budget leaves no more",
        LightReason.ByOrder => "a person ordered it",
        LightReason.OrderEnded => "what a person ordered is over",
        _ => "a demand-response event leaves no more",
    };
}
