using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>The same registers are written down twice, as profiles and as virtual meters: they must agree.</summary>
public sealed class ProductProfilesTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_products_profiles_read_what_the_log_says_was_served()
    {
        await using var campus = VirtualCampus.Start(
            WireReading.WithoutContacts(CampusPlan.Default()), new(9, March.From, March.To), MachineTime.OfThisMachine);
        DateTimeOffset[] instants = [March.From, March.From.AddHours(12.25), March.To];
        foreach (var endpoint in campus.Endpoints)
        {
            await using var client = WireReading.ClientOf(endpoint);
            var readers = campus.Plan.Behind(endpoint.Port).Select(meter => new Reading(meter, client)).ToArray();
            foreach (var instant in instants)
            {
                campus.ShowInstant(instant);
                foreach (var reader in readers)
                    await reader.CompareAsync(campus.Log, instant);
            }
        }
    }

    [Fact]
    public async Task Power_and_voltage_read_as_they_are_shown()
    {
        await using var campus = VirtualCampus.Start(
            WireReading.WithoutContacts(CampusPlan.Small(units: 6, water: true, mains: true)),
            new(9, March.From, March.To), MachineTime.OfThisMachine);
        campus.ShowInstant(March.From.AddHours(12.25));
        await using var client = WireReading.ClientOf(campus.Endpoints[0]);
        foreach (var meter in campus.Plan.Meters)
        {
            var values = await new Reading(meter, client).InstantaneousAsync();
            if (meter.Kind == DeviceKind.XintaiWater)
            {
                Assert.InRange(values[Quantity.Flow], 0, 2000);
                continue;
            }

            Assert.InRange(values[Quantity.VoltageL1], 228, 234);
            Assert.InRange(Math.Abs(values[Quantity.Power]), 1, 70_000);
        }
    }

    private sealed class Reading(MeterPlan meter, IModbusClient client)
    {
        private readonly DeviceProfile _profile = ProfileCatalogue.Find(meter.Kind.ProfileName())!;
        private readonly MeterReader _reader = new(
            client, ProfileCatalogue.Find(meter.Kind.ProfileName())!, meter.UnitIdentifier, AnswerMax);

        public async Task CompareAsync(RegisterLog log, DateTimeOffset instant)
        {
            var counts = await ReadAsync();
            foreach (var point in meter.Points)
            {
                Assert.True(Quantities.TryParse(point.QuantityName, out var quantity));
                var index = _profile.IndexOf(quantity);
                await Testing.Eventually.UntilAsync(() => log.RegisterAt(point.Id, instant) is not null);

                var read = _profile.Layout[index].Floor(counts[index]!.Value) * meter.Multiplier;
                Assert.Equal(log.RegisterAt(point.Id, instant), read);
            }
        }

        public async Task<Dictionary<Quantity, double>> InstantaneousAsync()
        {
            var counts = await ReadAsync();
            return _profile.Layout.Index()
                .Where(entry => counts[entry.Index] is not null)
                .ToDictionary(entry => entry.Item.Quantity, entry => entry.Item.ToDouble(counts[entry.Index]!.Value));
        }

        private async Task<System.Collections.Immutable.ImmutableArray<long?>> ReadAsync() =>
            Assert.IsType<MeterReadResult.Values>(await _reader.ReadAsync(default)).Counts;
    }
}
