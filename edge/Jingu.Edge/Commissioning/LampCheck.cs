using System.Globalization;
using Jingu.Edge.Control;
using Jingu.Modbus.Boards;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>Judges lamps: what nobody can prove, what is never addressed, what devices tell of them. Pure.</summary>
internal static class LampCheck
{
    /// <summary>What the files say.</summary>
    public static IEnumerable<Finding> Offline(CommissioningPlan plan)
    {
        foreach (var lamp in plan.Lamps)
        {
            if (!lamp.IsSwitchable)
            {
                yield return new(Severity.Good, "lamp", lamp.Id.Value, lamp.Address.IsGroup
                    ? "is never addressed."
                    : $"is never addressed. Make sure on site that no group of {lamp.Board} that is declared here "
                        + $"holds {lamp.Address}: a gateway does not tell its groups.");
            }
            else if (lamp.Below is null)
            {
                yield return new(Severity.Warning, "lamp", lamp.Id.Value,
                    "has no meter directly below: whether it was dimmed can be commanded and never proven, because its "
                    + "device answers with what it was told.");
            }
        }
        foreach (var board in plan.Boards.OfType<BoardPlan.Modbus>())
        {
            var port = plan.Ports.First(port => port.Id == board.Port);
            if (board.Profile.Outputs is BoardOutputs.Lamps lamps && port.AnswerMax < lamps.AnswerMax)
            {
                yield return new(Severity.Failed, "device", board.Id,
                    $"may take {Durations.Format(lamps.AnswerMax)} to answer, and {port.Id} waits only "
                    + $"{Durations.Format(port.AnswerMax)}: set answerMax of the port to that or more.");
            }
        }
    }

    /// <summary>True where a device has lamps that may be asked.</summary>
    public static bool HasLamps(CommissioningPlan plan, BoardPlan.Modbus board) =>
        plan.Lamps.Any(lamp => lamp.Board == board.Id && lamp.IsSwitchable);

    /// <summary>What a device that answered showed of its lamps.</summary>
    public static IEnumerable<Finding> Judge(CommissioningPlan plan, BoardPlan.Modbus board, BoardLook look) =>
        from lamp in plan.Lamps
        where lamp.Board == board.Id
        let seen = look.Lamps.FirstOrDefault(one => one.Address == lamp.Address)
        where seen is not null
        select Of(lamp, seen);

    private static Finding Of(LampPlan lamp, LampLook seen) => seen switch
    {
        { Fault: { } fault } => new(Severity.Failed, "lamp", lamp.Id.Value, fault),
        { Level: { } level } => new(Severity.Good, "lamp", lamp.Id.Value, string.Create(
            CultureInfo.InvariantCulture,
            $"stands at level {level}, {Percent(lamp.Curve.LightOf(level))} of full light, as its device remembers; "
            + $"would be dimmed to level {lamp.DimTo}, {Percent(lamp.Curve.LightOf(lamp.DimTo))}.")),
        _ => new(Severity.Failed, "lamp", lamp.Id.Value, "its level is not known: look at its device."),
    };

    private static string Percent(int light) =>
        string.Create(CultureInfo.InvariantCulture, $"{light * 100.0 / LightCurve.Whole:0.#} %");
}
