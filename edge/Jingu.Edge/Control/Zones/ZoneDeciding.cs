using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Delivery.Signed;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>What all zones shall show, from one frozen image. Nothing has happened until it is stored. Pure.</summary>
internal static class ZoneDeciding
{
    public static PreparedZones Decide(
        ImmutableArray<ZonePlan> plans, ImmutableDictionary<ZoneId, ZoneStanding> standings, ZoneImage image)
    {
        var next = standings.ToBuilder();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var moves = ImmutableArray.CreateBuilder<LampMove>();
        var answers = ImmutableArray.CreateBuilder<ZoneAnswer>();
        foreach (var plan in plans)
        {
            var before = standings.GetValueOrDefault(plan.Id);
            var lamps = plan.Lamps.ToImmutableDictionary(lamp => lamp.Id, lamp =>
                (before?.Lamps.GetValueOrDefault(lamp.Id) ?? LampTrack.Unknown).See(
                    lamp, image.CircuitOf(lamp.Id), image.PowerBelow(lamp), image.Now));
            var inputs = InputsOf(plan, standings, before, image, MovedTo(plan, lamps));
            // A zone begins with what its lamps show: until one has been read nothing is done.
            var isRead = before is not null || inputs.Shown is not null;
            var (ordered, refused) = ZoneOrders.Judge(plan, before, isRead, image.OrdersOf(plan.Id), image.Now);
            answers.AddRange(refused);
            if (!isRead)
                continue;
            var step = ZoneLight.Next(
                image.IsDated ? plan.Timed : plan.Untimed, before?.State,
                inputs with { Order = ZoneOrders.Of(ordered) }, image.Now);
            if (ordered is not null)
                answers.Add(ZoneOrders.Answer(ordered, plan, step, image.Now));
            var standing = new ZoneStanding(step.State, step.Reason, step.Next)
            {
                Lamps = lamps.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Next),
                Levels = plan.Lamps.ToImmutableDictionary(lamp => lamp.Id, lamp => image.CircuitOf(lamp.Id).Level),
                Told = before?.Told,
            };
            var told = ZoneEvents.Of(plan, before, standing, image).ToList();
            events.AddRange(told);
            next[plan.Id] = standing with { Told = ZoneEvents.ToldBy(told, standing, image.Now) };
            moves.AddRange(plan.Lamps.Select(lamp => Move(lamp, standing, image)).OfType<LampMove>());
        }
        events.AddRange(answers.Select(each => each.Answer.ToEvent(each.Command)));
        return new(
            next.ToImmutable(), events.ToImmutable(), moves.ToImmutable(), [.. answers.Select(each => each.Answer)]);
    }

    private static ZoneInputs InputsOf(
        ZonePlan plan, ImmutableDictionary<ZoneId, ZoneStanding> standings, ZoneStanding? before, ZoneImage image,
        SwitchPress? moved) => new()
        {
            Presence = [.. plan.Presence.Select(image.Sensors.Presence.GetValueOrDefault)],
            Lux = [.. plan.Light.Select(image.Sensors.Lux.GetValueOrDefault)],
            Press = PressOf(plan, before, image) ?? (moved is null ? null : moved with { At = image.Now }),
            BuildingInUse = image.IsDated ? IsInUse(plan, standings) : null,
            LadderCap = CapOf(plan, image, byEvent: false),
            DemandCap = CapOf(plan, image, byEvent: true),
            Shown = ZoneLevels.Shown(plan.Lamps.Select(lamp => (lamp.Curve, image.CircuitOf(lamp.Id).Level))),
        };

    /// <summary>The most light that caps leave the zone: an event's where one asks for any, else a ladder's.</summary>
    private static int? CapOf(ZonePlan plan, ZoneImage image, bool byEvent) =>
        byEvent == plan.Lamps.Any(lamp => image.Caps.TryGetValue(lamp.Id, out var cap) && cap.ByEvent)
            ? ZoneLevels.Cap(plan.Lamps.Select(lamp => (lamp, image.CapOf(lamp.Id))))
            : null;

    /// <summary>
    /// A wall switch puts out what is lit and lights what is dark. Who uses it while the zone warns of the sweep, or is
    /// dimmed because all seem to have left, is there and wants light.
    /// </summary>
    private static SwitchPress? PressOf(ZonePlan plan, ZoneStanding? before, ZoneImage image)
    {
        var uses = image.Sensors.Used.Count(plan.Switches.Contains);
        return uses % 2 == 0 ? null
            : new(
                image.Now,
                before is { State: { Phase: ZonePhase.Lit, WarnedAt: null } } ? SwitchKind.Off : SwitchKind.On);
    }

    /// <summary>A lamp that a hand moved is a use of the local switch: the zone is lit as one.</summary>
    private static SwitchPress? MovedTo(
        ZonePlan plan, ImmutableDictionary<SwitchPointId, (LampTrack Next, int? MovedTo)> lamps)
    {
        foreach (var lamp in plan.Lamps)
        {
            if (lamps[lamp.Id].MovedTo is { } level)
            {
                return level == 0
                    ? new(default, SwitchKind.Off)
                    : new(default, SwitchKind.Level, lamp.Curve.LightOf(level));
            }
        }
        return null;
    }

    /// <summary>Whether one of the zones that a corridor leads to is lit; null: nobody said which they are.</summary>
    private static bool? IsInUse(ZonePlan plan, ImmutableDictionary<ZoneId, ZoneStanding> standings)
    {
        if (plan.LeadsTo.IsEmpty || plan.LeadsTo.Any(zone => !standings.ContainsKey(zone)))
            return null;
        return plan.LeadsTo.Any(zone => standings[zone].State is { Phase: not ZonePhase.Dark } or { Choice: not null });
    }

    /// <summary>Null: it stands right, nobody knows how it stands, or it must wait.</summary>
    private static LampMove? Move(LampPlan lamp, ZoneStanding standing, ZoneImage image)
    {
        var circuit = image.CircuitOf(lamp.Id);
        var track = standing.Lamps[lamp.Id];
        var isByHand = standing.Reason == LightReason.ByHand;
        if (circuit.Level is not { } level || level > lamp.Curve.Full || track.MustWait(lamp, image.Now)
            || (isByHand ? track.Hand == level : LampTrack.IsLadderAtIt(circuit)))
        {
            return null;
        }
        var cap = image.CapOf(lamp.Id);
        var target = ZoneLevels.LevelOf(lamp, standing.State.Light, cap);
        var isRight = lamp.Curve.LightOf(level) == lamp.Curve.LightOf(target) && level <= (cap ?? level);
        return isRight || IsLadders(circuit, level, target, cap)
            ? null
            : new(lamp, new LevelChange(level, target), cap);
    }

    /// <summary>
    /// What a ladder dims or restores it moves itself, one lamp after the other and with proof; a zone moves the lamp
    /// below that, and up to it again.
    /// </summary>
    private static bool IsLadders(Circuit circuit, int level, int target, int? cap) =>
        (circuit.CutByUs && target > level) || (level > cap && target >= cap);
}

/// <summary>All that zones are decided by, frozen. Immutable.</summary>
/// <param name="IsDated">Somebody vouches for the clock.</param>
/// <param name="Circuits">How lamps stand, as read back.</param>
/// <param name="Caps">To which level ladders and events dim lamps.</param>
/// <param name="Power">What the meters directly below lamps read since the zone told them, W.</param>
internal sealed record ZoneImage(
    DateTimeOffset Now, bool IsDated, SensorImage Sensors, ImmutableDictionary<SwitchPointId, Circuit> Circuits,
    ImmutableDictionary<SwitchPointId, LampCap> Caps, ImmutableDictionary<SwitchPointId, long> Power)
{
    /// <summary>Signed orders for zones that wait for an answer, in the order they came.</summary>
    public ImmutableArray<ReceivedCommand> Orders { get; init; } = [];

    /// <summary>Those for a zone. On a clock that nobody vouches for they wait: none says until when it would
    /// hold.</summary>
    public IEnumerable<ReceivedCommand> OrdersOf(ZoneId zone) => IsDated
        ? Orders.Where(order => order.Command.Action is CommandAction.OverrideZone each && each.Zone == zone.Value)
        : [];

    public Circuit CircuitOf(SwitchPointId lamp) => Circuits.GetValueOrDefault(lamp) ?? new(lamp);

    public int? CapOf(SwitchPointId lamp) => Caps.TryGetValue(lamp, out var cap) ? cap.Level : null;

    public long? PowerBelow(LampPlan lamp) => Power.TryGetValue(lamp.Id, out var watts) ? watts : null;
}

/// <summary>What a tick decided about zones.</summary>
/// <param name="Next">How they stand afterwards.</param>
/// <param name="Events">To be stored with it.</param>
/// <param name="Moves">Lamps to be moved when it is stored.</param>
/// <param name="Answers">To orders, to be stored with it; their events are among the others.</param>
internal sealed record PreparedZones(
    ImmutableDictionary<ZoneId, ZoneStanding> Next, ImmutableArray<GatewayEvent> Events,
    ImmutableArray<LampMove> Moves, ImmutableArray<CommandAnswer> Answers)
{
    /// <summary>Of a site without zones.</summary>
    public static readonly PreparedZones None = new(ImmutableDictionary<ZoneId, ZoneStanding>.Empty, [], [], []);
}

/// <param name="Cap">To which level a ladder or event dims it; null: none does.</param>
internal sealed record LampMove(LampPlan Lamp, LevelChange Levels, int? Cap);
