using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Switching;

/// <summary>
/// In which order and how far apart a unit's circuits follow the ladder. Asked again after every command and on every
/// tick; it remembers nothing, so a restart changes nothing. Pure and total.
/// </summary>
/// <param name="Circuits">In the order in which they go off, lighting to be dimmed first. They return the other way
/// round, lighting first, so that people see.</param>
/// <param name="Reminder">Those of them that a reminder switches off.</param>
public sealed record SwitchSequence(ImmutableArray<ListedCircuit> Circuits, ImmutableArray<SwitchPointId> Reminder)
{
    /// <summary>Those of them that demand response wants shed now, whatever the ladder wants.</summary>
    [JsonIgnore]
    public ImmutableArray<SwitchPointId> Shed { get; init; } = [];

    /// <summary>
    /// Those that were shed for it before: what is on again was put back by people, and is left alone.
    /// </summary>
    [JsonIgnore]
    public ImmutableArray<SwitchPointId> ShedBefore { get; init; } = [];

    /// <summary>Between two circuits that go off.</summary>
    public TimeSpan CutSpacing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two circuits that return: inrush currents must not meet.</summary>
    public TimeSpan RestoreSpacing { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A circuit stays on at least this long before it is cut again.</summary>
    public TimeSpan OnMin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A circuit stays off at least this long: compressors must not start against pressure.</summary>
    public TimeSpan OffMin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The next command that is due now; null when there is none, or it must wait.</summary>
    /// <param name="supply">What the ladder wants.</param>
    /// <param name="standings">How the circuits stand; one that is missing or unknown is left alone.</param>
    /// <param name="now">The instant of the tick.</param>
    public NextSwitch? Next(Supply supply, ImmutableArray<CircuitStanding> standings, DateTimeOffset now)
    {
        var known = standings.ToLookup(standing => standing.Point);
        var last = standings.Max(standing => standing.SwitchedAt);
        foreach (var circuit in CutOrder)
        {
            if (Wants(supply, circuit) && known[circuit.Point].FirstOrDefault() is { State: CircuitState.On } standing
                && IsOver(last, CutSpacing, now) && IsOver(standing.SwitchedAt, OnMin, now))
            {
                return new(circuit.Point, circuit.DimOnly ? SwitchOperation.Dim : SwitchOperation.Cut,
                    RestoreGround.None);
            }
        }
        foreach (var circuit in CutOrder.Where(circuit => circuit.DimOnly)
            .Concat(CutOrder.Where(circuit => !circuit.DimOnly).Reverse()))
        {
            if (!Wants(supply, circuit) && known[circuit.Point].FirstOrDefault() is { } standing
                && MayReturn(circuit, standing)
                && IsOver(last, RestoreSpacing, now) && IsOver(standing.SwitchedAt, OffMin, now))
            {
                return new(circuit.Point, SwitchOperation.Restore,
                    standing.SwitchedAt is null || !standing.CutByUs ? RestoreGround.Unplanned
                    : standing.ShedByEvent ? RestoreGround.EventOver
                    : RestoreGround.Confirmed);
            }
        }
        return null;
    }

    private IEnumerable<ListedCircuit> CutOrder =>
        Circuits.Where(circuit => circuit.DimOnly).Concat(Circuits.Where(circuit => !circuit.DimOnly));

    /// <summary>A lamp that is off was put out by people: only what was dimmed here returns.</summary>
    private static bool MayReturn(ListedCircuit circuit, CircuitStanding standing) => circuit.DimOnly
        ? standing is { State: CircuitState.Dimmed, CutByUs: true }
        : standing.State == CircuitState.Off;

    /// <summary>True when a supply means that a circuit is off or dimmed.</summary>
    public bool Wants(Supply supply, ListedCircuit circuit) => Shed.Contains(circuit.Point) || supply switch
    {
        Supply.Off => !circuit.ByEventOnly,
        Supply.Reminder => Reminder.Contains(circuit.Point),
        _ => false,
    };

    /// <summary>A switching in the future, after a clock was set back, is not over.</summary>
    private static bool IsOver(DateTimeOffset? since, TimeSpan length, DateTimeOffset now) =>
        since is not { } at || now - at >= length;
}

/// <param name="Point">The switch point.</param>
/// <param name="DimOnly">Lighting: it is dimmed, not switched off. A set point is moved likewise.</param>
public sealed record ListedCircuit(SwitchPointId Point, bool DimOnly = false)
{
    /// <summary>No ladder lists it: it is shed by demand response alone.</summary>
    [JsonIgnore]
    public bool ByEventOnly { get; init; }
}

/// <summary>How a circuit stands.</summary>
/// <param name="Point">The switch point.</param>
/// <param name="State">As read back from device or feedback; what nobody read is unknown.</param>
/// <param name="SwitchedAt">When it was last commanded; null when it never was.</param>
/// <param name="CutByUs">The last command was a cut or a dimming that the ladder decided.</param>
public sealed record CircuitStanding(
    SwitchPointId Point, CircuitState State, DateTimeOffset? SwitchedAt = null, bool CutByUs = false)
{
    /// <summary>What it was cut or dimmed for is an event of demand response.</summary>
    public bool ShedByEvent { get; init; }
}

/// <summary>States of a circuit as read back.</summary>
public enum CircuitState
{
    /// <summary>Not read back since the start: held as it is.</summary>
    Unknown = 0,
    On = 1,
    Dimmed = 2,
    Off = 3,
}

/// <summary>The command to give next, to be judged by the gate before it is.</summary>
public sealed record NextSwitch(SwitchPointId Point, SwitchOperation Operation, RestoreGround Ground);
