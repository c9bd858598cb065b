using Jingu.Contracts.Ids;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>What <c>commissioning.yaml</c> says of buttons that confirm.</summary>
internal static class ButtonWiring
{
    public static ButtonPlan Read(
        YamlMap map, Dictionary<string, BoardPlan> boards, IReadOnlyCollection<SwitchPointPlan> points)
    {
        var name = map.Text("device");
        if (!boards.TryGetValue(name, out var board))
            throw map.Complaint("device", $"there is no device '{name}': use one of {string.Join(", ", boards.Keys)}.");
        if (board is not BoardPlan.Gpio)
        {
            throw map.Complaint("device", $"{name} is asked now and then and would miss a press: use lines of the "
                + "gateway itself, a device of kind gpio.");
        }
        var button = new ButtonPlan(
            map.Text("id"), map.Parsed("unit", text => new UnitId(text)), name,
            (int)map.Number("input", 1, board.Inputs),
            map.Duration("press", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3)));
        map.Done();
        if (!points.Any(point => point.Unit == button.Unit && point.IsSwitchable))
        {
            throw map.Complaint("unit", $"no switch point of {button.Unit} is switchable here, so there is nothing to "
                + "confirm: leave the button out.");
        }
        return button;
    }

    /// <summary>An input is one button's, or one feedback's.</summary>
    public static void RefuseTwice(
        List<(YamlMap Item, ButtonPlan Button)> buttons, IReadOnlyCollection<SwitchPointPlan> points)
    {
        var inputs = points.Where(point => point.Feedback is not null)
            .ToDictionary(point => (point.Feedback!.Board, point.Feedback.Input), point => $"feedback of {point.Id}");
        foreach (var (item, button) in buttons)
        {
            if (!inputs.TryAdd((button.Board, button.Input), button.Id))
            {
                throw item.Complaint("input", $"input {button.Input} of {button.Board} is already the "
                    + $"{inputs[(button.Board, button.Input)]}: give each its own.");
            }
        }
    }
}
