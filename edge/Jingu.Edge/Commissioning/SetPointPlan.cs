using System.Globalization;
using Jingu.Budgets.Switching;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// A commissioned set point of a machine, such as a chiller's supply temperature or its limit of current: one holding
/// register that demand response moves within the site's comfort limits, and moves back. Levels are counts of the
/// register. Immutable.
/// </summary>
/// <param name="Point">What the gate judges by, with the range.</param>
/// <param name="Register">Where it is written, wire address.</param>
/// <param name="ReadBack">The holding register that shows it.</param>
/// <param name="Moved">The value that it is moved to.</param>
/// <param name="Decimals">Places after the point: a count of 75 with one is 7.5.</param>
internal sealed record SetPointPlan(
    SwitchPoint Point, string Board, ushort Register, ushort ReadBack, int Moved, int Decimals, TimeSpan Travel)
    : LevelPlan(Point, Board, new(IsGroup: false, Register), Travel)
{
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"register {Register}");

    public override int ShedTo => Moved;

    /// <summary>No value by itself says who set it.</summary>
    public override CircuitState StateAt(int level) => CircuitState.On;

    public override CircuitState StateAfter(LevelChange levels) =>
        levels.To > levels.From == Point.SetPoint!.ShedsUpward ? CircuitState.Dimmed : CircuitState.On;

    /// <summary>What a machine takes at a set point depends on the weather: nobody can say.</summary>
    public override long? ExpectedChange(LevelChange levels, long? before) => null;

    /// <summary>A count as its display shows it.</summary>
    public string Shown(int level) =>
        (level / (decimal)Math.Pow(10, Decimals)).ToString($"F{Decimals}", CultureInfo.InvariantCulture);
}
