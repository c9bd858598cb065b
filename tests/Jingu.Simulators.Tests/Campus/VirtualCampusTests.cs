using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>The campus on real wires: loopback TCP and pseudo-terminals.</summary>
public sealed class VirtualCampusTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    /// <summary>Also how long a reader listens to a line that it has just opened.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Every_meter_of_the_campus_is_read_over_its_own_port()
    {
        await using var campus = Start(
            WireReading.WithoutContacts(CampusPlan.Default(rtu: true)), new(1, March.From, March.To));
        campus.ShowInstant(March.From);
        foreach (var endpoint in campus.Endpoints)
        {
            await using var client = ClientOf(endpoint);
            foreach (var meter in campus.Plan.Behind(endpoint.Port))
                Assert.IsType<ModbusResult.Registers>(await client.ExecuteAsync(CounterOf(meter), AnswerMax, default));
        }

        // An answer is logged when it has left, which may be a moment after it arrived.
        await Testing.Eventually.UntilAsync(() => campus.Log.AnsweredCount == campus.Plan.Meters.Length);
        Assert.True(campus.Log.ServedBefore(March.From));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_meter_lets_the_reader_wait_and_its_neighbour_answers(bool rtu)
    {
        await using var campus = Start(CampusPlan.Small(units: 2, rtu: rtu), new(1, March.From, March.To));
        await using var client = ClientOf(campus.EndpointOf(new("gateway-1"), campus.Plan.Ports[0].Id));
        campus.SetSilent(campus.Plan.Meters[0].Id, true);

        var silent = await client.ExecuteAsync(
            CounterOf(campus.Plan.Meters[0]), TimeSpan.FromMilliseconds(50), default);
        var neighbour = await client.ExecuteAsync(CounterOf(campus.Plan.Meters[1]), AnswerMax, default);
        campus.SetSilent(campus.Plan.Meters[0].Id, false);
        var back = await client.ExecuteAsync(CounterOf(campus.Plan.Meters[0]), AnswerMax, default);

        Assert.IsType<ModbusResult.TimedOut>(silent);
        Assert.IsType<ModbusResult.Registers>(neighbour);
        Assert.IsType<ModbusResult.Registers>(back);
    }

    [Fact]
    public async Task Meters_show_the_instant_they_are_told_and_no_other()
    {
        await using var campus = Start(CampusPlan.Small(), new(1, March.From, March.To));
        await using var client = ClientOf(campus.Endpoints[0]);
        var request = CounterOf(campus.Plan.Meters[0]);

        campus.ShowInstant(March.From);
        var first = await ReadAsync(client, request);
        var again = await ReadAsync(client, request);
        campus.ShowInstant(March.From.AddHours(1));
        var later = await ReadAsync(client, request);

        Assert.Equal(first, again);
        Assert.NotEqual(first, later);
        await Testing.Eventually.UntilAsync(() => campus.Log.AnsweredCount == 2);
    }

    [Fact]
    public async Task A_reader_that_comes_back_finds_the_line_again()
    {
        await using var campus = Start(CampusPlan.Small(rtu: true), new(1, March.From, March.To));
        for (var life = 0; life < 3; life++)
        {
            await using var client = ClientOf(campus.Endpoints[0]);
            await ReadAsync(client, CounterOf(campus.Plan.Meters[0]));
        }
    }

    [Fact]
    public async Task A_paced_line_takes_its_time()
    {
        var time = MachineTime.OfThisMachine;
        await using var campus = Start(
            CampusPlan.Small(rtu: true), new(1, March.From, March.To) { LinePacing = true });
        await using var client = ClientOf(campus.Endpoints[0]);
        var request = new ModbusRequest.ReadRegisters(1, 4, 0, 80);
        await ReadAsync(client, request);
        var start = time.GetTimestamp();

        await ReadAsync(client, request);

        // 165 bytes of answer, 8 of request and 7 of silence at 9,600 baud.
        Assert.True(time.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(200), $"{time.GetElapsedTime(start)}");
    }

    private static VirtualCampus Start(CampusPlan plan, CampusOptions options) =>
        VirtualCampus.Start(plan, options, MachineTime.OfThisMachine);

    private static ModbusRequest.ReadRegisters CounterOf(MeterPlan meter) => WireReading.CounterOf(meter);

    private static IModbusClient ClientOf(PortEndpoint endpoint) => WireReading.ClientOf(endpoint);

    private static async Task<string> ReadAsync(IModbusClient client, ModbusRequest request)
    {
        var answer = await client.ExecuteAsync(request, AnswerMax, default);
        return string.Join(' ', Assert.IsType<ModbusResult.Registers>(answer).Values);
    }
}
