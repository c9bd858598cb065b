using System.Buffers.Binary;
using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Planning;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>An SDM630's registers, as a device would send them, and what two readings of them say.</summary>
public sealed class PlausibilityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("eastron-sdm630")!;
    private static readonly MeterPlan Meter =
        new(new MeterId("m-1"), "bus-1", new MeterAddress.Modbus(1), Profile, "S", 1, []);

    [Fact]
    public void A_good_meter_is_good_and_its_values_are_named()
    {
        var finding = Assert.Single(Judge(Reading(0, import: 1000), Reading(60, import: 1000.05f)));
        Assert.Equal(Severity.Good, finding.Severity);
        Assert.Contains("energy-import 1000.05 kWh", finding.Text, StringComparison.Ordinal);
        Assert.Contains("voltage-l1 230 V", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "the words exchanged")]
    [InlineData(false, true, "the bytes of each word exchanged")]
    [InlineData(true, true, "all bytes reversed")]
    public void Another_word_order_is_found_out_and_named(bool words, bool bytes, string named)
    {
        var (first, second) = (Reading(0, words: words, bytes: bytes), Reading(2, words: words, bytes: bytes));
        Assert.Contains(Judge(first, second), finding =>
            finding.Severity == Severity.Failed && finding.Text.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void A_voltage_on_another_scale_is_no_mains_voltage() =>
        AssertFailed("voltages of 23, 23, 23 V", Reading(0, voltage: 23), Reading(2, voltage: 23));

    [Fact]
    public void A_frequency_on_another_scale_is_none() =>
        AssertFailed("500 Hz", Reading(0, hertz: 500), Reading(2, hertz: 500));

    [Fact]
    public void A_counter_that_falls_is_none() =>
        AssertFailed("counts energy-import down", Reading(0, import: 1000), Reading(2, import: 999));

    [Fact]
    public void A_counter_that_rises_faster_than_its_power_explains_is_on_another_scale() =>
        AssertFailed("explains at most", Reading(0, import: 1000), Reading(2, import: 1001));

    [Fact]
    public void A_counter_that_stands_still_under_load_counts_something_else() =>
        AssertFailed("check scale and direction", Reading(0, watts: 300_000), Reading(2, watts: 300_000));

    [Fact]
    public void A_phase_without_voltage_is_a_warning()
    {
        var finding = Assert.Single(Judge(Reading(0, third: 0), Reading(2, third: 0)));
        Assert.Equal(Severity.Warning, finding.Severity);
    }

    private static void AssertFailed(string text, MeterReading first, MeterReading second) => Assert.Contains(
        Judge(first, second), finding =>
            finding.Severity == Severity.Failed && finding.Text.Contains(text, StringComparison.Ordinal));

    private static ImmutableArray<Finding> Judge(MeterReading first, MeterReading second) =>
        Plausibility.Judge(Meter, Profile.Layout, first, second);

    private static MeterReading Reading(
        int seconds, float import = 1000, float voltage = 230, float? third = null, float hertz = 50,
        float watts = 3000, bool words = false, bool bytes = false)
    {
        var plan = ReadPlan.For(Profile, 1);
        var registers = new Dictionary<int, ushort>();
        foreach (var register in Profile.Registers)
        {
            var value = register.Quantity switch
            {
                Quantity.EnergyImport => import,
                Quantity.VoltageL1 or Quantity.VoltageL2 => voltage,
                Quantity.VoltageL3 => third ?? voltage,
                Quantity.Frequency => hertz,
                Quantity.Power => watts,
                _ => 0,
            };
            var bits = BitConverter.SingleToUInt32Bits(value);
            var (high, low) = ((ushort)(bits >> 16), (ushort)(bits & 0xFFFF));
            if (words)
                (high, low) = (low, high);
            if (bytes)
                (high, low) = (BinaryPrimitives.ReverseEndianness(high), BinaryPrimitives.ReverseEndianness(low));
            (registers[register.Address], registers[register.Address + 1]) = (high, low);
        }
        var answers = plan.Requests.Select(ImmutableArray<ushort>? (request) =>
            [.. Enumerable.Range(request.Address, request.Count)
                .Select(address => registers.GetValueOrDefault(address))]).ToArray();
        return new(Noon.AddSeconds(seconds), plan.Decode(answers), plan.RegistersOf(answers));
    }
}
