using System.Text.Json.Nodes;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>How a run of the bench ended, and what its report says.</summary>
internal sealed record BenchOutcome(int ExitCode, JsonObject? Report, string Output)
{
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
