using System.Collections.Frozen;
using Jingu.Contracts.Ids;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Jingu.Simulators.Loads;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

public sealed class VirtualMeterTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;

    [Fact]
    public void What_is_served_does_not_depend_on_when_others_asked()
    {
        var rare = Campus.Make(
            WireReading.WithoutContacts(CampusPlan.Small(units: 2, circuits: 2, water: true, mains: true)));
        var often = Campus.Make(
            WireReading.WithoutContacts(CampusPlan.Small(units: 2, circuits: 2, water: true, mains: true)));
        for (var instant = March.From; instant <= March.From.AddDays(1); instant += TimeSpan.FromMinutes(1))
        {
            often.Poll(instant);
            if (instant.Minute % 15 == 0)
                rare.Poll(instant);
        }

        foreach (var point in rare.Plan.Points)
        {
            for (var boundary = March.From; boundary <= March.From.AddDays(1); boundary += TimeSpan.FromMinutes(15))
                Assert.Equal(rare.Log.RegisterAt(point.Id, boundary), often.Log.RegisterAt(point.Id, boundary));
        }
    }

    [Fact]
    public void The_log_holds_what_flowed_to_the_meters_last_step()
    {
        var campus = Campus.Make(WireReading.WithoutContacts(CampusPlan.Default()));
        campus.Poll(March.From);
        campus.Poll(March.To);
        foreach (var meter in campus.Plan.Meters)
        {
            var load = campus.Loads[meter.Id];
            foreach (var point in meter.Points)
            {
                var counter = point.Direction == Direction.Export ? load.Reverse! : load.Forward;
                var risen = counter.At(March.To.ToUnixTimeMilliseconds())
                    - counter.At(March.From.ToUnixTimeMilliseconds());

                Assert.True(campus.Log.TryDelta(point.Id, March.From, March.To, out var delta, out var why), why);
                Assert.InRange(delta, risen - (10 * meter.Multiplier), risen + (10 * meter.Multiplier));
            }
        }
    }

    [Fact]
    public void Only_the_meters_own_function_and_registers_are_answered()
    {
        var campus = Campus.Make(CampusPlan.Small());

        Assert.Equal(new ModbusResult.Refused(1), campus.Ask(new ModbusRequest.ReadRegisters(1, 3, 0x48, 2)));
        Assert.Equal(new ModbusResult.Refused(2), campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0x4F, 2)));
        Assert.Equal(new ModbusResult.Refused(1), campus.Ask(new ModbusRequest.WriteRegisters(1, 6, 0, [1])));
        Assert.IsType<ModbusResult.Registers>(campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0x48, 2)));
    }

    [Fact]
    public void A_read_without_the_counter_is_no_answered_instant()
    {
        var campus = Campus.Make(CampusPlan.Small());

        campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0, 2));
        Assert.Equal(0, campus.Log.AnsweredCount);
        campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0x48, 2));
        campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0x40, 16));
        Assert.Equal(1, campus.Log.AnsweredCount);
    }

    [Fact]
    public void A_silent_meter_answers_nothing_and_counts_on()
    {
        var campus = Campus.Make(CampusPlan.Small());
        campus.Poll(March.From);
        campus.Meters.Values.Single().IsSilent = true;
        campus.Poll(March.From.AddHours(10));
        Assert.Null(campus.Ask(new ModbusRequest.ReadRegisters(1, 4, 0x48, 2)));
        campus.Meters.Values.Single().IsSilent = false;
        campus.Poll(March.From.AddHours(12));

        Assert.Equal(2, campus.Log.AnsweredCount);
        Assert.True(campus.Log.TryDelta(
            campus.Plan.Points.Single().Id, March.From, March.From.AddHours(12), out var delta, out _));
        Assert.True(delta > 10_000);
    }

    /// <summary>
    /// A month takes about four seconds on an idle machine; a week in twenty leaves room for a busy one.
    /// </summary>
    [Fact]
    public void Reading_all_meters_costs_a_run_next_to_nothing()
    {
        var time = MachineTime.OfThisMachine;
        var start = time.GetTimestamp();
        var campus = Campus.Make(WireReading.WithoutContacts(CampusPlan.Default()));
        var polls = 0;
        for (var instant = March.From; instant <= March.From.AddDays(7); instant += TimeSpan.FromMinutes(5), polls++)
            campus.Poll(instant);

        Assert.Equal((long)campus.Plan.Meters.Length * polls, campus.Log.AnsweredCount);
        Assert.True(time.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"Took {time.GetElapsedTime(start)}.");
    }

    /// <summary>Meters without wires.</summary>
    private sealed record Campus(
        CampusPlan Plan,
        FrozenDictionary<MeterId, MeterLoad> Loads,
        FrozenDictionary<MeterId, VirtualMeter> Meters,
        SiteInstant Now,
        RegisterLog Log)
    {
        public static Campus Make(CampusPlan plan)
        {
            var loads = CampusLoads.Of(plan, 1, new Slots(March.From, March.To, Zone), GivenLoads.None);
            var log = new RegisterLog(plan);
            var now = new SiteInstant(March.From);
            var meters = plan.Meters.ToFrozenDictionary(
                meter => meter.Id,
                meter => new VirtualMeter(meter, loads[meter.Id], 1, now, log, SilentAnswer.Exception));
            return new(plan, loads, meters, now, log);
        }

        public void Poll(DateTimeOffset instant)
        {
            Now.Milliseconds = instant.ToUnixTimeMilliseconds();
            foreach (var meter in Plan.Meters)
            {
                var block = DeviceMaps.Of(meter.Kind).Blocks[0];
                var request = new ModbusRequest.ReadRegisters(
                    meter.UnitIdentifier, DeviceMaps.Of(meter.Kind).Function, block.First, Math.Min(block.Count, 125));
                Ask(Meters[meter.Id], request);
            }
        }

        public ModbusResult? Ask(ModbusRequest request) => Ask(Meters.Values.Single(), request);

        private static ModbusResult? Ask(VirtualMeter meter, ModbusRequest request)
        {
            var answer = meter.Answer(request);
            if (answer is not null)
                meter.Answered(request, answer);
            return answer;
        }
    }
}
