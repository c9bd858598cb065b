using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Commissioning;
using Jingu.Lines;
using Jingu.Modbus;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>Pulse inputs in commissioning.yaml.</summary>
public sealed class PulseConfigurationTests : IDisposable
{
    private const string Good = """
        schema: 1
        ports:
          - {id: inputs, kind: pulse, period: 60s}
        meters:
          - id: m-1
            port: inputs
            serial: W-1
            line: {chip: pinctrl-bcm2711, offset: 17, contact: reed}
            constants: [{from: 2026-01-01, value: 100}, {from: 2026-02-01, value: 1000}]
            points: [{id: unit-01-water, quantity: volume}]
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_reed_contact_is_debounced_and_measured_unless_the_file_says_otherwise()
    {
        var plan = Read(Good);
        Assert.IsType<PortSettings.Pulses>(plan.Ports[0].Settings);
        Assert.Equal(new MeterAddress.PulseLine("pinctrl-bcm2711", 17), plan.Meters[0].Address);
        var profile = Assert.IsType<PulseProfile>(plan.Meters[0].Profile);
        Assert.Equal(
            new InputSettings(
                new("pinctrl-bcm2711", 17), LineBias.PullUp, ActiveLevel.Low, LineEdges.Both,
                TimeSpan.FromMilliseconds(20)),
            profile.Input);
        Assert.Equal(new Scaling(Quantity.Volume, 1, 1000), Assert.Single(profile.Layout));
        // 60 ms a pulse, 10 L a pulse: 600 m3 an hour, and one pulse more.
        Assert.Equal(600_010, profile.LimitsAt(0)!.RateMax);
    }

    [Fact]
    public void The_installer_reads_what_a_power_cut_may_cost()
    {
        var profile = (PulseProfile)Read(Good).Meters[0].Profile;
        Assert.Contains(
            "at most 10 L", profile.LossOf(new MeterId("m-1"), StoreLimits.Usual).Sentence,
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 50 L",
            profile.LossOf(new MeterId("m-1"), StoreLimits.Usual with { Litres = 50 }).Sentence,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contact: reed", "contact: knife", "line.contact")]
    [InlineData("contact: reed", "contact: reed, debounce: 2s", "line.debounce")]
    [InlineData("contact: reed", "contact: reed, colour: red", "line.colour")]
    [InlineData("offset: 17", "offset: -1", "line.offset")]
    [InlineData("quantity: volume", "quantity: power", "quantity")]
    [InlineData("value: 100}", "value: 0}", "value")]
    [InlineData("from: 2026-02-01", "from: 2025-02-01", "constants")]
    [InlineData("from: 2026-02-01", "from: soon", "from")]
    [InlineData("kind: pulse", "kind: pulses", "kind")]
    public void A_mistake_is_named_with_file_line_and_key(string right, string wrong, string key)
    {
        var mistake = Assert.Throws<ConfigurationException>(
            () => Read(Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains("commissioning.yaml", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(key, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_meters_do_not_share_a_line()
    {
        var second = Good[Good.IndexOf("  - id: m-1", StringComparison.Ordinal)..]
            .Replace("m-1", "m-2", StringComparison.Ordinal).Replace("unit-01", "unit-02", StringComparison.Ordinal);
        var mistake = Assert.Throws<ConfigurationException>(() => Read($"{Good}\n{second}"));
        Assert.Contains("line 17 of pinctrl-bcm2711", mistake.Message, StringComparison.Ordinal);
    }

    private CommissioningPlan Read(string text) =>
        CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
}
