using Jingu.Simulators.Faults;
using Jingu.Yaml;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Faults;

public sealed class FaultFileTests
{
    private static readonly FaultScene Scene = new(
        ["gateway-1", "gateway-2"],
        new HashSet<string> { "m-unit-01-water" },
        DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
        new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero),
        new(2017, 3, 31, 16, 0, 0, TimeSpan.Zero))
    {
        Contacts = ["s-circuit-01"],
        Valves = ["s-unit-01-water"],
        Boards = ["relays-unit-01", "dali-unit-01"],
        Lamps = ["l-unit-01"],
        LampBoards = ["dali-unit-01"],
    };

    [Fact]
    public void Instants_are_local_times_of_the_site()
    {
        var faults = Read("""
            schema: 1
            faults:
              - {at: "2017-03-02T03:00", do: kill, target: gateway-1, for: 10m}
              - {at: "2017-03-01T00:30:15", do: forgetful-broker, for: 2h}
              - {at: "2017-03-03T00:00", do: cut, target: all, for: 6h}
              - {at: "2017-03-04T00:00", do: silence, target: m-unit-01-water, for: 1d}
            """);

        Assert.Equal(
            [FaultKind.ForgetfulBroker, FaultKind.Kill, FaultKind.Cut, FaultKind.Silence],
            faults.Select(fault => fault.Kind));
        Assert.Equal(new DateTimeOffset(2017, 2, 28, 16, 30, 15, TimeSpan.Zero), faults[0].At);
        Assert.Equal(new DateTimeOffset(2017, 3, 1, 19, 10, 0, TimeSpan.Zero), faults[1].Until);
        Assert.Equal(["gateway-1", "gateway-2"], faults[2].Targets);
    }

    [Fact]
    public void What_is_repeated_with_jitter_comes_at_the_same_instants_for_the_same_seed()
    {
        const string Text = """
            schema: 1
            faults:
              - {every: 2h, jitter: 30m, do: kill, target: gateway-2}
            """;

        var faults = Read(Text);

        Assert.Equal((31 * 12) - 1, faults.Count);
        Assert.All(faults, fault => Assert.Equal(TimeSpan.Zero, fault.For));
        Assert.Equal(faults.Select(fault => fault.At), Read(Text).Select(fault => fault.At));
        Assert.NotEqual(faults.Select(fault => fault.At), Read(Text, seed: 2).Select(fault => fault.At));
    }

    [Theory]
    [InlineData("{at: \"2017-03-02T03:00\", do: explode, target: gateway-1}", "do", "replace-card")]
    [InlineData("{at: \"2017-03-02 3 pm\", do: kill, target: gateway-1}", "at", "2017-03-02T03:00")]
    [InlineData("{at: \"2018-03-02T03:00\", do: kill, target: gateway-1}", "at", "outside the run")]
    [InlineData("{at: \"2017-03-02T03:00\", do: kill, target: gateway-9}", "target", "gateway-2, aggregator, broker")]
    [InlineData("{at: \"2017-03-02T03:00\", do: cut, target: broker, for: 1h}", "target", "gateway-1, gateway-2, all")]
    [InlineData("{at: \"2017-03-02T03:00\", do: silence, target: m-x, for: 1h}", "target", "m-unit-01-water")]
    [InlineData("{at: \"2017-03-02T03:00\", do: weld, target: s-unit-01-water, for: 1h}", "target", "s-circuit-01")]
    [InlineData("{at: \"2017-03-02T03:00\", do: stick-valve, target: all, for: 1h}", "target", "s-unit-01-water")]
    [InlineData("{at: \"2017-03-02T03:00\", do: power-up-off, target: gateway-1}", "target", "relays-unit-01")]
    [InlineData("{at: \"2017-03-02T03:00\", do: board-gone, target: relays-unit-01}", "for", "missing")]
    [InlineData("{at: \"2017-03-02T03:00\", do: lie, target: s-circuit-01, for: 1h}", "target", "l-unit-01")]
    [InlineData("{at: \"2017-03-02T03:00\", do: power-up-off, target: dali-unit-01}", "target", "relays-unit-01")]
    [InlineData("{at: \"2017-03-02T03:00\", do: cut, target: all}", "for", "missing")]
    [InlineData("{at: \"2017-03-02T03:00\", do: kill, target: all, for: soon}", "for", "10m")]
    [InlineData("{at: \"2017-03-02T03:00\", every: 1h, do: kill, target: all}", "at", "either")]
    [InlineData("{every: 31d, do: kill, target: all}", "every", "longer than the run")]
    [InlineData("{at: \"2017-03-02T03:00\", do: kill, target: all, why: fun}", "why", "not known")]
    public void A_bad_line_is_named_with_its_key_and_what_to_do(string item, string key, string cure)
    {
        var complaint = Assert.Throws<ConfigurationException>(() => Read($"schema: 1\nfaults:\n  - {item}"));

        Assert.StartsWith("faults.yaml:3: ", complaint.Message, StringComparison.Ordinal);
        Assert.Contains(key, complaint.Message, StringComparison.Ordinal);
        if (cure != "10m")
            Assert.Contains(cure, complaint.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Fault> Read(string text, int seed = 1) =>
        FaultFile.Read(YamlMap.Parse(text, "faults.yaml"), Scene, seed);
}
