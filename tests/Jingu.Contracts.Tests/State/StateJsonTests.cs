using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Contracts.State;
using Xunit;

namespace Jingu.Contracts.Tests.State;

public sealed class StateJsonTests
{
    private static readonly DateTimeOffset At = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void State_is_written_as_the_golden_file_has_it()
    {
        var written = JsonSerializer.Serialize(Example(), StateJson.Default.GatewayState);
        var golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testdata/golden/state-schema-1.json"));
        Assert.True(JsonElement.DeepEquals(Parse(golden), Parse(written)),
            $"the golden file has\n{golden}\nand written is\n{written}");
    }

    [Fact]
    public void Online_is_written_as_the_design_has_it() => Assert.Equal(
        """{"online":true,"since":"2017-03-01T00:00:00+00:00"}""",
        JsonSerializer.Serialize(new GatewayOnline(true, At), StateJson.Default.GatewayOnline));

    [Fact]
    public void State_with_members_of_tomorrow_is_read()
    {
        var text = JsonSerializer.Serialize(Example(), StateJson.Default.GatewayState).Replace(
            "\"schema\":1", "\"schema\":1,\"newer\":{\"a\":[1]}", StringComparison.Ordinal);
        var state = JsonSerializer.Deserialize(text, StateJson.Default.GatewayState)!;
        Assert.Equal("does not answer", state.Meters[1].Fault);
        Assert.Null(state.Meters[0].Fault);
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static GatewayState Example() => new(
        Schema: 1,
        Version: "0.1.0",
        Drivers: "native",
        ImmutableSortedDictionary<string, string>.Empty.Add("mqtt", "libmosquitto 2.0.11"),
        Bench: true,
        At,
        ClockTrust: "bench",
        Journal: "000102030405060708090a0b0c0d0e0f",
        ImmutableSortedDictionary<string, long>.Empty.Add("samples", 3).Add("intervals", 0),
        BacklogHours: 0.25,
        DiskFreeBytes: 1_000_000,
        [
            new("m-1", Answering: true, At, Fault: null),
            new("m-2", Answering: false, LastReading: null, "does not answer"),
        ]);
}
