using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Boards;
using Jingu.Yaml;
using NodaTime.Text;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What <c>commissioning.yaml</c> says of switch points. What is not said is not switchable; what would lose its supply
/// with gateway, bus or relay is refused unless the site signed for it.
/// </summary>
internal static class SwitchWiring
{
    public const long RatingMax = 100_000_000;
    public static readonly TimeSpan TravelMax = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, Resource> Resources = new()
    {
        ["electricity"] = Resource.Electricity,
        ["water"] = Resource.Water,
    };

    public static readonly IReadOnlyDictionary<string, bool> Truths =
        new Dictionary<string, bool> { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, CutSense> Senses = new()
    {
        ["energise"] = CutSense.Energise,
        ["release"] = CutSense.Release,
    };

    private static readonly Dictionary<string, ContactKind> Contacts = new()
    {
        ["latching"] = ContactKind.Latching,
        ["NC"] = ContactKind.NormallyClosed,
        ["NO"] = ContactKind.NormallyOpen,
    };

    private static readonly Dictionary<string, WhenLost> Losses = new()
    {
        ["last"] = WhenLost.Last,
        ["released"] = WhenLost.Released,
        ["energised"] = WhenLost.Energised,
    };

    private static readonly Dictionary<string, bool> Meanings = new() { ["on"] = true, ["cut"] = false };

    private static readonly Dictionary<string, CircuitKind> Kinds = Enum.GetValues<CircuitKind>()
        .Where(kind => kind != CircuitKind.Undeclared).ToDictionary(NameOf);

    /// <summary>As written in the file: <c>emergency-lighting</c>.</summary>
    public static string NameOf(CircuitKind kind) => string.Concat(kind.ToString().Select((letter, i) =>
        char.IsUpper(letter) && i > 0
            ? $"-{char.ToLowerInvariant(letter)}"
            : char.ToLowerInvariant(letter).ToString()));

    public static SwitchPointPlan Read(
        YamlMap map, Dictionary<string, BoardPlan> boards, IReadOnlyDictionary<PointId, Quantity> points)
    {
        var board = BoardOf(map, "device", boards);
        var isValve = board is BoardPlan.Modbus { Profile.Outputs: BoardOutputs.Valve };
        var plan = new SwitchPointPlan(
            ReadPoint(map, map.Choice("resource", Resources)), board.Id,
            NumberOf(map, "output", board.Outputs, $"{board.Id} has"),
            isValve ? CutSense.Energise : map.Choice("cut", Senses),
            isValve ? ContactKind.Latching : map.Choice("contact", Contacts),
            map.Choice("powerUp", Losses),
            map.Choice("busLoss", Losses),
            map.Duration("travel", TimeSpan.Zero, TravelMax))
        {
            Feedback = map.Map("feedback") is { } feedback ? ReadFeedback(feedback, boards) : null,
            Rating = map.Number("rating", 1, RatingMax, 0),
            Below = ReadMeasured(map, "below", map.Choice("resource", Resources), points),
            Above = ReadMeasured(map, "above", map.Choice("resource", Resources), points),
            Exception = map.Map("exception") is { } exception ? ReadException(exception) : null,
        };
        if (isValve && (map.Has("cut") || map.Has("contact")))
            throw map.Complaint("cut", "a meter's own valve cuts by closing and stays: leave cut and contact out.");
        map.Done();
        if (plan.Below is not null && plan.Rating == 0)
            throw map.Complaint("rating", "is missing: what lies below is judged by it. Give W, or L/h for water.");
        return Safe(map, plan);
    }

    /// <summary>One output for each switch point, and one input for each feedback.</summary>
    public static void RefuseTwice(List<(YamlMap Item, SwitchPointPlan Plan)> points)
    {
        var outputs = new Dictionary<(string, int), long>();
        var inputs = new Dictionary<(string, int), long>();
        foreach (var (item, plan) in points)
        {
            if (!outputs.TryAdd((plan.Board, plan.Output), item.Line))
            {
                throw item.Complaint("output", $"output {plan.Output} of {plan.Board} is already switched by the point "
                    + $"in line {outputs[(plan.Board, plan.Output)]}: give each its own.");
            }
            if (plan.Feedback is { } feedback && !inputs.TryAdd((feedback.Board, feedback.Input), item.Line))
            {
                throw item.Complaint("feedback", $"input {feedback.Input} of {feedback.Board} already tells of the "
                    + $"point in line {inputs[(feedback.Board, feedback.Input)]}: give each its own.");
            }
        }
    }

    /// <summary>Whose it is, what hangs below it, and whether it may be addressed: not, unless it is said.</summary>
    public static SwitchPoint ReadPoint(YamlMap map, Resource resource)
    {
        var switchable = map.Choice("switchable", Truths, false);
        if (!map.Has("feeds"))
        {
            throw map.Complaint(
                "feeds", $"is missing: name everything below, of {string.Join(", ", Kinds.Keys)}.");
        }
        ImmutableArray<CircuitKind> feeds = [.. map.ParsedEach("feeds", KindOf)];
        var kept = feeds.Where(kind => kind != CircuitKind.Ordinary).ToList();
        if (switchable && kept.Count > 0)
        {
            throw map.Complaint("switchable", $"it feeds {string.Join(", ", kept.Select(NameOf))}, which is never cut: "
                + "write false, or wire that elsewhere.");
        }
        if (switchable && feeds.IsEmpty)
            throw map.Complaint("feeds", "is empty: name everything below, or write switchable: false.");
        return new(
            map.Parsed("id", text => new SwitchPointId(text)), map.Parsed("unit", text => new UnitId(text)),
            resource, switchable, feeds);
    }

    private static CircuitKind KindOf(string text) => Kinds.TryGetValue(text, out var kind)
        ? kind
        : throw new FormatException($"'{text}' is not known: use of {string.Join(", ", Kinds.Keys)}.");

    private static FeedbackPlan ReadFeedback(YamlMap map, Dictionary<string, BoardPlan> boards)
    {
        var board = BoardOf(map, "device", boards);
        var feedback = new FeedbackPlan(
            board.Id, NumberOf(map, "input", board.Inputs, $"{board.Id} has"), map.Choice("active", Meanings));
        map.Done();
        return feedback;
    }

    public static BoardPlan BoardOf(YamlMap map, string key, Dictionary<string, BoardPlan> boards) =>
        boards.TryGetValue(map.Text(key), out var board)
            ? board
            : throw map.Complaint(key, boards.Count == 0
                ? $"there is no device '{map.Text(key)}': list it under devices."
                : $"there is no device '{map.Text(key)}': use one of {string.Join(", ", boards.Keys)}.");

    private static int NumberOf(YamlMap map, string key, int count, string whoHas) => count == 0
        ? throw map.Complaint(key, $"{whoHas} no {key}: choose another device.")
        : (int)map.Number(key, 1, count);

    /// <summary>A metering point of this file that measures the same resource; null: not given.</summary>
    public static PointId? ReadMeasured(
        YamlMap map, string key, Resource resource, IReadOnlyDictionary<PointId, Quantity> points)
    {
        if (!map.Has(key))
            return null;
        var point = map.Parsed(key, text => new PointId(text));
        if (!points.TryGetValue(point, out var quantity))
            throw map.Complaint(key, $"no meter here measures {point}: name a point of this file, or leave it out.");
        var isWater = Quantities.UnitOf(quantity) == BaseUnit.Litre;
        return isWater == (resource == Resource.Water)
            ? point
            : throw map.Complaint(key, $"{point} measures {(isWater ? "water" : "electricity")}, not what is switched "
                + "here: name another point.");
    }

    private static SignedException ReadException(YamlMap map)
    {
        var exception = new SignedException(
            map.Text("by"), map.Text("reason"),
            map.Parsed("date", text => LocalDatePattern.Iso.Parse(text).Success
                ? text
                : throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture, $"'{text}' is no date: write it as 2026-01-31."))));
        map.Done();
        return exception;
    }

    private static SwitchPointPlan Safe(YamlMap map, SwitchPointPlan plan)
    {
        var losses = plan.LossesThatCut();
        return losses.IsEmpty || plan.Exception is not null
            ? plan
            : throw map.Complaint(
                plan.WithoutSupply == CircuitState.Off ? "cut"
                    : plan.After(plan.PowerUp) == CircuitState.Off ? "powerUp" : "busLoss",
                $"{plan.Id} loses its supply when {string.Join(", or ", losses)}: wire and set it so that losing "
                    + "anything leaves supply on, or let the site sign for it under exception: {by, reason, date}.");
    }
}
