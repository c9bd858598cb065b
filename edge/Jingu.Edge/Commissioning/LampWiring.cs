using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Boards;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What <c>commissioning.yaml</c> says of lamps. What is not said is not addressed; a group that holds an emergency
/// luminaire is refused.
/// </summary>
internal static class LampWiring
{
    private const string Address = "address";
    private const string Group = "group";

    public static LampPlan Read(
        YamlMap map, Dictionary<string, BoardPlan> boards, IReadOnlyDictionary<PointId, Quantity> points)
    {
        var board = SwitchWiring.BoardOf(map, "device", boards);
        if (board is not BoardPlan.Modbus { Profile.Outputs: BoardOutputs.Lamps lamps })
            throw map.Complaint("device", $"{board.Id} has no lamps: choose a DALI gateway or a dimmer.");
        var address = ReadAddress(map, board, lamps);
        var point = SwitchWiring.ReadPoint(map, Resource.Electricity);
        var (minimum, dimTo) = point.Switchable ? ReadLevels(map, lamps.Curve) : (1, lamps.Curve.Full);
        var plan = new LampPlan(
            point with { Lamp = new(minimum, lamps.Curve.Full) }, board.Id, address, lamps.Curve, dimTo,
            [.. map.Has("members") ? map.ParsedEach("members", text => ReadMember(text, lamps.Single)) : []],
            map.Duration("fade", TimeSpan.Zero, SwitchWiring.TravelMax, TimeSpan.FromSeconds(1)))
        {
            Rating = map.Number("rating", 1, SwitchWiring.RatingMax, 0),
            Below = SwitchWiring.ReadMeasured(map, "below", Resource.Electricity, points),
            Above = SwitchWiring.ReadMeasured(map, "above", Resource.Electricity, points),
        };
        map.Done();
        if (plan.Below is not null && plan.Rating == 0)
            throw map.Complaint("rating", "is missing: what lies below is judged by it. Give W.");
        if (address.IsGroup == plan.Members.IsEmpty)
        {
            throw map.Complaint("members", address.IsGroup
                ? "is missing: list the addresses of the lamps in the group, so that none of them is protected."
                : "belongs to a group: leave it out.");
        }
        return plan;
    }

    /// <summary>
    /// Each lamp once, alone or in one group; no protected one in a group; and a meter directly below tells of one lamp
    /// alone.
    /// </summary>
    public static void RefuseTwice(List<(YamlMap Item, LampPlan Plan)> lamps)
    {
        var groups = new HashSet<(string, int)>();
        var meters = new Dictionary<PointId, LampPlan>();
        var single = new Dictionary<(string, int), LampPlan>();
        foreach (var (item, plan) in lamps.Where(lamp => !lamp.Plan.Address.IsGroup))
        {
            if (!single.TryAdd((plan.Board, plan.Address.Number), plan))
                throw Declared(item, Address, plan);
        }
        foreach (var (item, plan) in lamps)
        {
            if (plan.Below is { } below && !meters.TryAdd(below, plan))
            {
                throw item.Complaint("below", $"{below} lies below {meters[below].Id} too: a meter proves the dimming "
                    + "of one lamp or group alone. Leave it out.");
            }
            if (!plan.Address.IsGroup)
                continue;
            if (!groups.Add((plan.Board, plan.Address.Number)))
                throw Declared(item, Group, plan);
            foreach (var member in plan.Members)
                RefuseMember(item, plan, member, single);
        }
    }

    private static ConfigurationException Declared(YamlMap item, string key, LampPlan plan) =>
        item.Complaint(key, $"{plan.Address} of {plan.Board} is already declared: give each its own.");

    private static void RefuseMember(
        YamlMap item, LampPlan group, int member, Dictionary<(string, int), LampPlan> single)
    {
        if (single.TryAdd((group.Board, member), group))
            return;
        var other = single[(group.Board, member)];
        var kept = other.Point.Feeds.Where(kind => kind != CircuitKind.Ordinary).Select(SwitchWiring.NameOf).ToList();
        throw item.Complaint("members", kept.Count > 0
            ? $"address {member} is {other.Id}, which is {string.Join(", ", kept)} and is never addressed: take it out "
                + "of the group in the DALI line and here."
            : $"address {member} is declared by {other.Id} already: each lamp belongs to one.");
    }

    private static LampAddress ReadAddress(YamlMap map, BoardPlan board, BoardOutputs.Lamps lamps)
    {
        var isGroup = map.Has(Group);
        if (isGroup && map.Has(Address))
            throw map.Complaint(Group, "a lamp has an address or is a group: give one of them.");
        if (isGroup && lamps.Groups is null)
            throw map.Complaint(Group, $"{board.Id} knows no groups: give an address.");
        var (key, block) = isGroup ? (Group, lamps.Groups!) : (Address, lamps.Single);
        return new(isGroup, (int)map.Number(key, block.First, block.First + block.Count - 1));
    }

    private static int ReadMember(string text, LampBlock block) =>
        int.TryParse(text, out var number) && block.Holds(number)
            ? number
            : throw new FormatException(
                $"'{text}' is no address: use {block.First} to {block.First + block.Count - 1}.");

    private static (int Minimum, int DimTo) ReadLevels(YamlMap map, LightCurve curve)
    {
        var minimum = (int)map.Number("minimum", 1, 99);
        var dimTo = (int)map.Number("dimTo", 1, 99);
        return dimTo >= minimum
            ? (curve.LowestFor(minimum), int.Max(curve.LowestFor(minimum), curve.LevelFor(dimTo)))
            : throw map.Complaint("dimTo", $"{dimTo} % is less light than minimum, {minimum} %: give more.");
    }
}
