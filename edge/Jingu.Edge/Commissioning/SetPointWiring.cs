using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Boards;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>What <c>commissioning.yaml</c> says of set points of machines. What is not said is not written.</summary>
internal static class SetPointWiring
{
    private const int DecimalsMax = 3;

    private static readonly Dictionary<string, bool> Ways = new() { ["up"] = true, ["down"] = false };

    public static SetPointPlan Read(
        YamlMap map, Dictionary<string, BoardPlan> boards, IReadOnlyDictionary<PointId, Quantity> points)
    {
        var board = SwitchWiring.BoardOf(map, "device", boards);
        if (board is not BoardPlan.Modbus { Profile.Outputs: BoardOutputs.SetPoints })
            throw map.Complaint("device", $"{board.Id} has no set points: choose a device of kind set-points.");
        var register = (ushort)map.Number("register", 0, ushort.MaxValue);
        var decimals = (int)map.Number("decimals", 0, DecimalsMax, 0);
        int Count(string key) => map.Parsed(key, text => CountOf(text, decimals));
        var (lowest, highest, moved) = (Count("lowest"), Count("highest"), Count("shedTo"));
        if (lowest >= highest)
            throw map.Complaint("highest", "is not above lowest: they are the comfort limits between which it moves.");
        if (moved < lowest || moved > highest)
            throw map.Complaint("shedTo", "is not within lowest and highest, the comfort limits.");
        var plan = new SetPointPlan(
            SwitchWiring.ReadPoint(map, Resource.Electricity) with
            {
                SetPoint = new(lowest, highest, map.Choice("sheds", Ways)),
            },
            board.Id, register, (ushort)map.Number("readBack", 0, ushort.MaxValue, register), moved, decimals,
            map.Duration("settles", TimeSpan.Zero, SwitchWiring.TravelMax, TimeSpan.Zero))
        {
            Below = SwitchWiring.ReadMeasured(map, "below", Resource.Electricity, points),
            Rating = map.Number("rating", 1, SwitchWiring.RatingMax, 0),
        };
        map.Done();
        return plan.Below is not null && plan.Rating == 0
            ? throw map.Complaint("rating", "is missing: what lies below is judged by it. Give W.")
            : plan;
    }

    /// <summary>One set point for each register of a device.</summary>
    public static void RefuseTwice(List<(YamlMap Item, SetPointPlan Plan)> setPoints)
    {
        var seen = new HashSet<(string, ushort)>();
        foreach (var (item, plan) in setPoints)
        {
            if (!seen.Add((plan.Board, plan.Register)))
                throw item.Complaint("register", $"{plan.Register} of {plan.Board} is already a set point: one each.");
        }
    }

    private static int CountOf(string text, int decimals)
    {
        var isNumber = decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        for (var i = 0; i < decimals && value < ushort.MaxValue; i++)
            value *= 10;
        return isNumber && value == decimal.Truncate(value) && value <= ushort.MaxValue
            ? (int)value
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{text}' is no value with {decimals} decimals that a register of 16 bits holds, 0 or more."));
    }
}
