using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>How a run of the bench ended, and what its report says.</summary>
internal sealed record BenchOutcome(int ExitCode, JsonObject? Report, string Output)
{
    /// <summary>Intervals and events by the gateways' journals; empty where nobody asked for them.</summary>
    public ImmutableArray<string> Recorded { get; init; } = [];

    public IReadOnlyList<JsonNode> List(string name) => [.. Report![name]!.AsArray().Select(item => item!)];

    public JsonNode Unit(string id) => List("units").Single(unit => (string)unit["id"]! == id);

    /// <summary>Proven cuts by unit and resource, such as <c>unit-07 water</c>; who was not cut is left out.</summary>
    public SortedDictionary<string, int> Cuts()
    {
        var cuts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var unit in List("units"))
        {
            foreach (var resource in new[] { "electricity", "water" })
            {
                if ((int)unit[resource]!["cuts"]! is > 0 and var count)
                    cuts[$"{unit["id"]} {resource}"] = count;
            }
        }
        return cuts;
    }

    /// <summary>Rules that ladders of a unit and resource have applied, in order of time.</summary>
    public IReadOnlyList<JsonNode> Steps(string subject) =>
        [.. List("decisions").Where(decision => $"{decision["unit"]} {decision["resource"]}" == subject)];

    public void AssertHeld(params string[] names) => Assert.All(
        names, name => Assert.Contains(List("promises"), promise => (string)promise["name"]! == name
            && (bool)promise["held"]!));

    /// <summary>The boards saw no write either: the promise about protected supply was not exercised.</summary>
    public void AssertNothingSwitched()
    {
        Assert.Empty(List("actions"));
        Assert.Empty(Cuts());
        Assert.DoesNotContain(List("promises"), promise => (string)promise["name"]! == "protected-supply");
    }

    public long Delivery(string name) => (long)Report!["delivery"]![name]!;

    /// <summary>
    /// Nothing lost, nothing doubled, every interval there, every register equal to its report, to the unit.
    /// </summary>
    public void AssertNothingLostOrDoubled()
    {
        Assert.True(Report is not null, Output);
        var points = Report["points"]!.AsArray();
        Assert.NotEmpty(points);
        Assert.All(points, point => Assert.True(
            (long?)point!["registerDelta"] is { } delta && delta == (long)point["reported"]!,
            $"{point!["id"]}: register moved by {point["registerDelta"]}, reported {point["reported"]}"));
        Assert.All(points, point => Assert.Equal((int)point!["expectedIntervals"]!, (int)point["intervals"]!));
        Assert.Equal(0, Delivery("lost"));
        Assert.Equal(0, Delivery("duplicatesStored"));
        Assert.Equal(0, Delivery("refused"));
        Assert.True(Delivery("samplesStored") > 0, "no sample was stored");
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output}");
    }

    /// <summary>As above, and the faults did bite: something was delivered again.</summary>
    public void AssertNothingLostOrDoubledAmidFaults()
    {
        AssertNothingLostOrDoubled();
        Assert.True(Delivery("redelivered") > 0, "nothing was delivered again: the run proved nothing");
    }
}
