using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Contracts.State;
using Xunit;

namespace Jingu.Contracts.Tests.State;

public sealed class StateJsonTests
{
    private static readonly DateTimeOffset At = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("state-schema-1")]
    [InlineData("state-schema-1-whole")]
    [InlineData("state-schema-1-zones")]
    public void State_is_written_as_the_golden_file_has_it(string file)
    {
        var state = file switch
        {
            "state-schema-1" => Example(),
            "state-schema-1-whole" => Whole(),
            _ => Lit(),
        };
        var written = JsonSerializer.Serialize(state, StateJson.Default.GatewayState);
        var golden = Golden(file);
        Assert.True(JsonElement.DeepEquals(Parse(golden), Parse(written)),
            $"the golden file has\n{golden}\nand written is\n{written}");
    }

    [Fact]
    public void State_of_a_gateway_that_tells_less_is_read_and_what_it_does_not_tell_is_not_known()
    {
        var state = JsonSerializer.Deserialize(Golden("state-schema-1"), StateJson.Default.GatewayState)!;
        Assert.Null(state.Configuration);
        Assert.Null(state.ClockReason);
        Assert.Null(state.Ports);
        Assert.Null(state.Points);
        Assert.Null(state.Meters[0].Polls);
        Assert.Null(state.Meters[0].Multiplier);
    }

    [Fact]
    public void A_reader_that_knows_less_reads_what_it_knows()
    {
        var known = JsonSerializer.Deserialize<Known>(Golden("state-schema-1-whole"), JsonSerializerOptions.Web)!;
        Assert.Equal(("0.1.0", 0.25, "m-1"), (known.Version, known.BacklogHours, known.Meters[0].Id));
    }

    [Fact]
    public void Every_member_comes_back_as_it_was()
    {
        var state = JsonSerializer.Deserialize(Golden("state-schema-1-whole"), StateJson.Default.GatewayState)!;
        Assert.Equal(Whole().Meters[0], state.Meters[0]);
        Assert.Equal(Whole().Ports!.Value.AsEnumerable(), state.Ports!.Value);
        Assert.Equal(Whole().Points!.Value.AsEnumerable(), state.Points!.Value);
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

    private static string Golden(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"testdata/golden/{file}.json"));

    private static GatewayState Whole() => Example() with
    {
        Meters =
        [
            new("m-1", Answering: true, At, Fault: null)
            {
                Port = "line-1",
                Device = "eastron-sdm630",
                Address = "unit identifier 7",
                Serial = "SDM-1",
                Multiplier = 40,
                Polls = new(1440, 3, 1),
            },
        ],
        Configuration = "0a1b2c3d4e5f",
        ClockReason = "granted by the bench",
        DiskBytes = 4_000_000,
        JournalBytes = 8192,
        Ports = [new("line-1", "modbus-rtu", 60, 125, 310), new("line-2", "pulse", 10, null, null)],
        Points =
        [
            new("unit-01-electricity", "m-1", "Wh", 2, 40, At, 1_234_560.5m, 1_000_000_000, 49_382_420)
            {
                Case = new(3, "fell", At, 12.5m),
            },
        ],
    };

    /// <summary>One zone by order, and one of a gateway that takes no orders.</summary>
    private static GatewayState Lit() => Example() with
    {
        Meters = [],
        Zones =
        [
            new("office-07", 400, "by-order", At, new(400, At.AddHours(2)) { By = "Wang Li and Li Lei" })
            {
                Orders = new(100, 1000, Dark: true),
            },
            new("hall-07", 800, "by-hand", At, new(800, At.AddHours(2))),
        ],
    };

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

    /// <summary>What an aggregator of before knew of a state.</summary>
    private sealed record Known(string Version, double BacklogHours, ImmutableArray<KnownMeter> Meters);

    private sealed record KnownMeter(string Id, bool Answering);
}
