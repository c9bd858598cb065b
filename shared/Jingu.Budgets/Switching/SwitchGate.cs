using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Switching;

/// <summary>
/// The last gate before a relay, a valve or a lamp: what must never happen is refused here, whatever asked for it. It
/// shares nothing with the ladder, so that a mistake there stays without effect. Pure and total.
/// </summary>
public static class SwitchGate
{
    /// <summary>Names these rules in records, as <see cref="Ladders.Ladder.RuleSet"/> does for the ladder.</summary>
    public const string RuleSet = "gate-3";

    private const string First = "gate-1";
    private const string Second = "gate-2";

    /// <summary>No setting makes readings older than this good enough for a cut.</summary>
    public static readonly TimeSpan ReadingAgeCeiling = TimeSpan.FromHours(2);

    /// <summary>No setting lets a cut come sooner after a start.</summary>
    public static readonly TimeSpan StartHoldFloor = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True for records that these rules can judge again: what came later they never say, and is judged as before.
    /// </summary>
    public static bool Judges(string ruleSet) => ruleSet is RuleSet or First or Second;

    /// <summary>Judges a command. The first reason to refuse is the answer.</summary>
    public static GateVerdict Judge(SwitchPoint point, SwitchCommand command, GateFacts facts)
    {
        var address = Address(point, command.Point, command.Unit, command.Resource);
        return new(address ?? Light(point, command) ?? command.Operation switch
        {
            SwitchOperation.Restore => Restore(command),
            SwitchOperation.Cut or SwitchOperation.Dim => Shed(command, facts) ?? Cut(facts),
            _ => GateRefusal.UnknownOperation,
        });
    }

    /// <summary>
    /// Judges what a zone asks of a lamp. What holds a cut back holds nothing back here: people who leave put lamps out
    /// too. What may be addressed at all, and how far, is the same.
    /// </summary>
    public static GateVerdict Judge(SwitchPoint point, LightCommand command, LightFacts facts) =>
        new(Address(point, command.Point, command.Unit, Resource.Electricity) ?? Light(point, command.Levels, facts));

    /// <summary>
    /// A lamp of no zone is not moved. Off is allowed; what is lit stays between its lowest level and full light, and
    /// at or below what a ladder allows.
    /// </summary>
    private static GateRefusal? Light(SwitchPoint point, LevelChange levels, LightFacts facts)
    {
        if (point.Lamp is not { } lamp || !facts.InZone)
            return GateRefusal.WrongOperation;
        if (lamp.Minimum < 1 || levels.From < 0 || levels.From > lamp.Full)
            return GateRefusal.LevelForbidden;
        var most = int.Min(lamp.Full, facts.Cap ?? lamp.Full);
        return levels.To == 0 || (lamp.Minimum <= levels.To && levels.To <= most) ? null : GateRefusal.LevelForbidden;
    }

    /// <summary>May this switch point be addressed at all? Default deny.</summary>
    private static GateRefusal? Address(SwitchPoint point, SwitchPointId id, UnitId unit, Resource resource)
    {
        if (id != point.Id || unit != point.Unit || resource != point.Resource)
            return GateRefusal.Misaddressed;
        if (!point.Switchable)
            return GateRefusal.NotSwitchable;
        if (point.Feeds.IsDefaultOrEmpty || point.Feeds.Contains(CircuitKind.Undeclared))
            return GateRefusal.Undeclared;
        return point.Feeds.Any(kind => kind != CircuitKind.Ordinary) ? GateRefusal.Protected : null;
    }

    /// <summary>
    /// A lamp is dimmed and never cut, and nothing else is dimmed. Dimming goes down and stays above the lowest level;
    /// a restore goes up from a level that is light: neither lights a lamp that is off, nor puts one out.
    /// </summary>
    private static GateRefusal? Light(SwitchPoint point, SwitchCommand command)
    {
        if (point.SetPoint is { } range)
            return Move(range, command);
        var isOfLamps = command.Operation == SwitchOperation.Dim || command.Levels is not null;
        if (point.Lamp is not { } lamp)
            return isOfLamps ? GateRefusal.WrongOperation : null;
        if (command.Operation == SwitchOperation.Cut)
            return GateRefusal.WrongOperation;
        if (command.Levels is not { } levels || lamp.Minimum < 1)
            return GateRefusal.LevelForbidden;
        var (low, high) = command.Operation == SwitchOperation.Dim
            ? (levels.To, levels.From)
            : (levels.From, levels.To);
        return lamp.Minimum <= low && low < high && high <= lamp.Full ? null : GateRefusal.LevelForbidden;
    }

    /// <summary>
    /// A set point is never cut. It is moved for an event only, within the site's comfort limits and to what takes less
    /// power, and back likewise.
    /// </summary>
    private static GateRefusal? Move(SetPointRange range, SwitchCommand command)
    {
        var isShed = command.Operation == SwitchOperation.Dim;
        if (command.Operation == SwitchOperation.Cut || (isShed && command.Event is null))
            return GateRefusal.WrongOperation;
        if (command.Levels is not { } levels)
            return GateRefusal.LevelForbidden;
        var (low, high) = isShed == range.ShedsUpward ? (levels.From, levels.To) : (levels.To, levels.From);
        return range.Lowest >= 0 && range.Lowest <= low && low < high && high <= range.Highest
            ? null
            : GateRefusal.LevelForbidden;
    }

    private static GateRefusal? Restore(SwitchCommand command) =>
        command.Ground is RestoreGround.Confirmed or RestoreGround.Unplanned or RestoreGround.EventOver
            ? null
            : GateRefusal.NotConfirmed;

    /// <summary>What an event asks for lies within its time, and no other event is longer than one may be.</summary>
    private static GateRefusal? Shed(SwitchCommand command, GateFacts facts) => command.Event is null
        || (facts.EventFrom <= facts.Now && facts.Now < facts.EventTo
            && facts.EventTo - facts.EventFrom <= DemandEvent.LengthMax + DemandEvent.ReturnMax)
        ? null
        : GateRefusal.OutsideEvent;

    private static GateRefusal? Cut(GateFacts facts)
    {
        if (facts.Drill)
            return GateRefusal.Drill;
        if (!facts.ClockTrusted)
            return GateRefusal.ClockUntrusted;
        if (!facts.PolicySigned)
            return GateRefusal.PolicyMissing;
        if (facts.SinceStart < Larger(facts.StartHold, StartHoldFloor))
            return GateRefusal.Starting;
        if (facts.MeasuredUntil is not { } until || until > facts.Now
            || facts.Now - until > Smaller(facts.ReadingAgeMax, ReadingAgeCeiling))
        {
            return GateRefusal.ReadingsOld;
        }
        if (facts.DeviceUnlike)
            return GateRefusal.DeviceUnlike;
        if (facts.ExtremeHeatOrCold)
            return GateRefusal.ExtremeHeatOrCold;
        return facts.NonDisconnect ? GateRefusal.NonDisconnect : null;
    }

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>
/// What the gate judges by, gathered anew for each command. The defaults refuse every cut.
/// </summary>
/// <param name="Now">The instant of the command, UTC.</param>
public sealed record GateFacts(DateTimeOffset Now)
{
    public bool Drill { get; init; } = true;

    public bool ClockTrusted { get; init; }

    /// <summary>There is a policy, and it is signed and addressed to this gateway.</summary>
    public bool PolicySigned { get; init; }

    /// <summary>Since the gateway started, by a clock that nobody sets.</summary>
    public TimeSpan SinceStart { get; init; }

    /// <summary>Nothing is cut this long after a start; at least <see cref="SwitchGate.StartHoldFloor"/>.</summary>
    public TimeSpan StartHold { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Up to when the unit's use was read, not estimated; null when it was not.</summary>
    public DateTimeOffset? MeasuredUntil { get; init; }

    /// <summary>Older readings are no ground for a cut; at most <see cref="SwitchGate.ReadingAgeCeiling"/>.</summary>
    public TimeSpan ReadingAgeMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The device says that it behaves otherwise at power-up or bus loss than commissioned. False where it cannot tell:
    /// that was proved on site.
    /// </summary>
    public bool DeviceUnlike { get; init; }

    /// <summary>The site declared the day one of extreme heat or cold, or it cannot be known that it did not.</summary>
    public bool ExtremeHeatOrCold { get; init; } = true;

    /// <summary>Of an event that asks: from when on it may; null where none asks.</summary>
    public DateTimeOffset? EventFrom { get; init; }

    /// <summary>Of an event that asks: when this load returns; null where none asks.</summary>
    public DateTimeOffset? EventTo { get; init; }

    /// <summary>Friendly hours or a special day, or it cannot be known that it is neither.</summary>
    public bool NonDisconnect { get; init; } = true;
}

/// <summary>The gate's answer.</summary>
/// <param name="Refusal">Why not; null when the command is allowed.</param>
public readonly record struct GateVerdict(GateRefusal? Refusal)
{
    public bool IsAllowed => Refusal is null;
}

/// <summary>Why the gate refuses. Numbers are in records: never renumbered.</summary>
public enum GateRefusal
{
    /// <summary>The command speaks of another switch point, unit or resource.</summary>
    Misaddressed = 1,
    /// <summary>Not declared switchable at commissioning.</summary>
    NotSwitchable = 2,
    /// <summary>What it feeds is not declared.</summary>
    Undeclared = 3,
    /// <summary>It feeds something that is never cut.</summary>
    Protected = 4,
    /// <summary>An operation that this version does not know.</summary>
    UnknownOperation = 5,
    Drill = 6,
    ClockUntrusted = 7,
    PolicyMissing = 8,
    Starting = 9,
    ReadingsOld = 10,
    ExtremeHeatOrCold = 11,
    NonDisconnect = 12,
    /// <summary>A restore that nobody confirmed.</summary>
    NotConfirmed = 13,
    /// <summary>A lamp was to be cut, or something else dimmed.</summary>
    WrongOperation = 14,
    /// <summary>A lamp was to be moved to or from a level that it may not be moved to or from.</summary>
    LevelForbidden = 15,
    /// <summary>Its device says that it behaves otherwise at power-up or bus loss than commissioned.</summary>
    DeviceUnlike = 16,
    /// <summary>An event of demand response asks outside its own time.</summary>
    OutsideEvent = 17,
}
