using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// A commissioned lamp, or a group that is moved as one: where it is, how far it may be dimmed, and whether it may be
/// addressed at all. Levels are those of its device. Immutable.
/// </summary>
/// <param name="Point">What the gate judges by, with the range of its levels.</param>
/// <param name="Curve">How much light a level gives.</param>
/// <param name="DimTo">The level that the ladder dims it to, not below the lowest of its range.</param>
/// <param name="Members">Of a group: the addresses that it holds, as the site declares them; else empty.</param>
internal sealed record LampPlan(
    SwitchPoint Point, string Board, LampAddress Address, LightCurve Curve, int DimTo, ImmutableArray<int> Members,
    TimeSpan Travel)
    : LevelPlan(Point, Board, Address, Travel)
{
    /// <summary>The zone whose rules move it; null: none, and nothing but a ladder does.</summary>
    public ZoneId? Zone { get; init; }

    public override string Place => Address.ToString();

    public override int ShedTo => DimTo;

    public override CircuitState StateAfter(LevelChange levels) =>
        levels.To < levels.From ? CircuitState.Dimmed : CircuitState.On;

    /// <summary>How a lamp at this level stands, whoever put it there.</summary>
    public override CircuitState StateAt(int level) => level == 0 ? CircuitState.Off
        : level > DimTo ? CircuitState.On : CircuitState.Dimmed;

    /// <summary>
    /// By how much the load of the lamp changes with its level, W, as far as power follows light; null where the meter
    /// below could not tell it from nothing.
    /// </summary>
    /// <param name="before">What the meter below showed before, W.</param>
    public override long? ExpectedChange(LevelChange levels, long? before)
    {
        if (Below is null || before is not { } power)
            return null;
        var light = Curve.LightOf(levels.From);
        var change = power * (Curve.LightOf(levels.To) - light) / light;
        return Math.Abs(change) * Proof.RatingShare >= Rating ? change : null;
    }
}
