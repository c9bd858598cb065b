using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>What an inverter shows when something is wrong with it, and what its campus counts meanwhile.</summary>
public sealed class InverterTroubleTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly DateTimeOffset Morning = March.From.AddHours(10);
    private static readonly DateTimeOffset Noon = March.From.AddHours(12);
    private static readonly DateTimeOffset Afternoon = March.From.AddHours(14);
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("sunspec-103")!;

    [Theory]
    [InlineData(nameof(InverterTrouble.Fault), 7)]
    [InlineData(nameof(InverterTrouble.Snow), 3)]
    public async Task What_stands_still_has_voltage_and_no_current_and_counts_nothing(string trouble, int state)
    {
        await using var campus = Start();
        campus.ShowInstant(Morning);
        campus.SetTrouble(Plant(campus).Id, Enum.Parse<InverterTrouble>(trouble));
        var before = await ReadAsync(campus);
        campus.ShowInstant(Noon);
        var after = await ReadAsync(campus);

        Assert.Equal(before[Quantity.EnergyGeneration], after[Quantity.EnergyGeneration]);
        Assert.Equal((0, 0, state), (
            after[Quantity.Power], after[Quantity.CurrentDc], (int)after[Quantity.OperatingState]));
        Assert.InRange(after[Quantity.VoltageDc], 560, 640);

        campus.SetTrouble(Plant(campus).Id, InverterTrouble.None);
        campus.ShowInstant(Afternoon);
        var mended = await ReadAsync(campus);
        Assert.True(mended[Quantity.EnergyGeneration] > after[Quantity.EnergyGeneration]);
        Assert.Equal(4, mended[Quantity.OperatingState]);
    }

    [Fact]
    public async Task What_is_stale_shows_what_it_showed_and_then_everything()
    {
        await using var campus = Start();
        await using var healthy = Start();
        campus.ShowInstant(Morning);
        campus.SetTrouble(Plant(campus).Id, InverterTrouble.Stale);
        var before = await ReadAsync(campus);
        campus.ShowInstant(Noon);
        Assert.Equal(before, await ReadAsync(campus));

        campus.SetTrouble(Plant(campus).Id, InverterTrouble.None);
        campus.ShowInstant(Afternoon);
        healthy.ShowInstant(Afternoon);
        Assert.Equal(await ReadAsync(healthy), await ReadAsync(campus));
    }

    private static VirtualCampus Start() => VirtualCampus.Start(
        WireReading.WithoutContacts(CampusPlan.Small(mains: true)), new(9, March.From, March.To),
        MachineTime.OfThisMachine);

    private static MeterPlan Plant(VirtualCampus campus) =>
        campus.Plan.Meters.Single(meter => meter.Kind == DeviceKind.Sunspec103);

    private static async Task<Dictionary<Quantity, double>> ReadAsync(VirtualCampus campus)
    {
        var plant = Plant(campus);
        await using var client = WireReading.ClientOf(campus.EndpointOf(plant.Gateway, plant.Port));
        var reader = new MeterReader(client, Profile, plant.UnitIdentifier, TimeSpan.FromSeconds(10));
        var read = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None));
        return Profile.Layout.Index().Where(entry => read.Counts[entry.Index] is not null)
            .ToDictionary(entry => entry.Item.Quantity, entry => entry.Item.ToDouble(read.Counts[entry.Index]!.Value));
    }
}
