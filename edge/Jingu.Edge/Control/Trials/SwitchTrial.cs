using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Control.Trials;

/// <summary>
/// What a person proved of a switch point on site, by <c>jingu-edge prove-switch</c>: a durable row with a
/// note that the gateway tells. Immutable.
/// </summary>
/// <param name="Number">From 1, given by the store; 0 before.</param>
/// <param name="Made">When it ended, UTC.</param>
/// <param name="By">Who did it.</param>
/// <param name="Wiring">What it holds for, as <see cref="WiringOf"/> says it: another wiring is proved anew.</param>
internal sealed record SwitchTrial(
    long Number, SwitchPointId Point, DateTimeOffset Made, string By, string Wiring, ImmutableArray<TrialStep> Steps)
{
    /// <summary>Everything was seen as the commissioning says.</summary>
    public bool IsPassed => Steps.Length > 0 && Steps.All(step => step.IsPassed);

    /// <summary>Everything about a switch point that a trial depends on.</summary>
    public static string WiringOf(CommissioningPlan plan, SwitchPointPlan point)
    {
        var device = plan.Boards.First(board => board.Id == point.Board) switch
        {
            BoardPlan.Modbus modbus => Text($"{modbus.Profile.Name} {modbus.UnitIdentifier} on {modbus.Port}"),
            BoardPlan.Gpio gpio => Text($"{gpio.OutputLines[point.Output - 1]}"),
            _ => throw new ArgumentOutOfRangeException(nameof(plan)),
        };
        var feedback = point.Feedback is { } input ? Text($", input {input.Input} of {input.Board}") : "";
        return Text($"{device}, output {point.Output}, {point.Cut} {point.Contact}, {point.PowerUp} {point.BusLoss}")
            + feedback;
    }

    /// <summary>What the gateway records of it.</summary>
    public Note ToNote()
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("by", By)
            .Add("made", Made.ToString("O", CultureInfo.InvariantCulture))
            .Add("wiring", Wiring)
            .Add("passed", IsPassed ? "true" : "false")
            .Add("steps", JsonSerializer.Serialize(Steps, TrialJson.Default.ImmutableArrayTrialStep));
        var made = Made.ToString("u", CultureInfo.InvariantCulture);
        var first = Steps.FirstOrDefault(step => !step.IsPassed);
        return new(0, EventKinds.SwitchTrial, Point.Value, first is null && IsPassed
            ? $"{By} proved {Point} on {made}: it was switched, lost bus and supply, and stood as commissioned."
            : $"{By} tried {Point} on {made}, and it did not stand as commissioned: {first}", facts);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="What">What was done or lost, a few words.</param>
/// <param name="Expected">What the commissioning says.</param>
/// <param name="Seen">What was seen.</param>
internal sealed record TrialStep(string What, string Expected, string Seen)
{
    [JsonIgnore]
    public bool IsPassed => Expected == Seen;

    public override string ToString() => IsPassed ? $"{What}: {Seen}." : $"{What}: {Seen} instead of {Expected}.";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImmutableArray<TrialStep>))]
internal sealed partial class TrialJson : JsonSerializerContext;
