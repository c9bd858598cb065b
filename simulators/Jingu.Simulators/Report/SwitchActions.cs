using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jingu.Simulators.Report;

/// <summary>One switching as a gateway recorded it, in its last state.</summary>
/// <param name="Operation"><c>cut</c>, <c>dim</c> or <c>restore</c>.</param>
/// <param name="State"><c>decided</c>, <c>attempted</c>, <c>proven</c>, <c>not-proven</c>, <c>failed</c> or
/// <c>refused</c>.</param>
/// <param name="Grade">What the proof rests on: <c>contact</c>, <c>load</c>, <c>none</c>.</param>
/// <param name="Finding">What is wrong; <c>none</c>.</param>
/// <param name="Attempted">When its device was commanded, each time.</param>
internal sealed record ActionReport(
    string Gateway,
    string Point,
    string Unit,
    string Resource,
    string Operation,
    string State,
    string Grade,
    string Finding,
    DateTimeOffset DecidedAt,
    ImmutableArray<DateTimeOffset> Attempted,
    DateTimeOffset? SettledAt)
{
    public const string Cut = "cut";
    public const string Dim = "dim";
    public const string Restore = "restore";
    public const string Proven = "proven";

    /// <summary>The finding where nothing is wrong.</summary>
    public const string Nothing = "none";

    /// <summary>A cut that the gateway holds to be proven.</summary>
    [JsonIgnore]
    public bool IsProvenCut => Operation == Cut && State == Proven;
}

/// <summary>Reads what <c>jingu-edge journal --export events</c> says of switchings.</summary>
internal static class SwitchActions
{
    private const string Kind = "switch-action";

    /// <summary>
    /// The switchings of one gateway in the order in which they were decided. Throws <see cref="JsonException"/> or
    /// <see cref="KeyNotFoundException"/> when the text is something else.
    /// </summary>
    /// <param name="lines">One entry on each line.</param>
    public static ImmutableArray<ActionReport> Read(string gateway, string lines)
    {
        var actions = new Dictionary<(string Point, string Decided), ActionReport>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            foreach (var happened in entry.RootElement.GetProperty("items").EnumerateArray())
            {
                if (happened.TryGetProperty("kind", out var kind) && kind.GetString() == Kind)
                    Add(gateway, happened.GetProperty("facts"), actions);
            }
        }
        return [.. actions.Values.OrderBy(action => action.DecidedAt).ThenBy(action => action.Point)];
    }

    private static void Add(
        string gateway, JsonElement facts, Dictionary<(string Point, string Decided), ActionReport> actions)
    {
        var key = (Text(facts, "point"), Text(facts, "decidedAt"));
        var before = actions.TryGetValue(key, out var known) ? known.Attempted : [];
        actions[key] = new(
            gateway,
            Text(facts, "point"),
            Text(facts, "unit"),
            Text(facts, "resource"),
            Text(facts, "operation"),
            Text(facts, "state"),
            Text(facts, "grade"),
            Text(facts, "finding"),
            Instant(facts, "decidedAt")!.Value,
            Instant(facts, "attemptedAt") is { } attempted && !before.Contains(attempted)
                ? before.Add(attempted)
                : before,
            Instant(facts, "settledAt"));
    }

    private static string Text(JsonElement facts, string name) => facts.GetProperty(name).GetString()!;

    private static DateTimeOffset? Instant(JsonElement facts, string name) => facts.TryGetProperty(name, out var text)
        ? DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture)
        : null;
}
