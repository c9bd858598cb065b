using Jingu.Edge.Control;

namespace Jingu.Edge.Commissioning;

/// <summary>Judges set points by what their machine shows. Pure.</summary>
internal static class SetPointCheck
{
    public static IEnumerable<Finding> Judge(CommissioningPlan plan, BoardPlan.Modbus board, BoardLook look) =>
        from point in plan.SetPoints
        where point.Board == board.Id
        let seen = look.Lamps.FirstOrDefault(one => one.Address == point.Address)
        where seen is not null
        select Of(point, seen);

    private static Finding Of(SetPointPlan point, LampLook seen)
    {
        var range = point.Point.SetPoint!;
        return seen switch
        {
            { Level: not { } } => new(Severity.Failed, "set point", point.Id.Value,
                seen.Fault ?? "its value is not known: look at its machine."),
            { Level: { } level } when level < range.Lowest || level > range.Highest => new(
                Severity.Failed, "set point", point.Id.Value,
                $"stands at {point.Shown(level)}, outside its comfort limits {point.Shown(range.Lowest)} to "
                    + $"{point.Shown(range.Highest)}, and would never be moved: check register, decimals and limits."),
            { Level: { } level } => new(Severity.Good, "set point", point.Id.Value,
                $"stands at {point.Shown(level)}; would be moved to {point.Shown(point.Moved)}."),
        };
    }
}
