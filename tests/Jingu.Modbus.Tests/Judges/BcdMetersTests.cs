using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Judges;

/// <summary>
/// Meters in a Python program on a pseudo-terminal, written from the standards and from nothing of ours: our port reads
/// them, and what they spoil becomes a fault and never a number.
/// </summary>
public sealed class BcdMetersTests
{
    private const string SinglePhase =
        "dlt645/000000000161/00010000=01234567,02010100=2301,02020100=801500,02030000=803450";
    private const string ThreePhase =
        "dlt645/210819098948/00010000=99999999,00020000=00000012,0201FF00=230323022301,"
        + "0202FF00=000300000200000100,0203FF00=004000003000002000801000,02060000=0987,02800002=4998";

    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);
    private static readonly MeterAddress First = new MeterAddress.Dlt645("000000000161");
    private static readonly MeterAddress Second = new MeterAddress.Dlt645("210819098948");

    [Fact]
    public async Task Two_electricity_meters_of_a_line_are_read()
    {
        await using var meters = await StartAsync(SinglePhase, ThreePhase);
        await using var port = Open(meters.Line, FrameProtocol.Dlt645);
        Assert.Equal(
            [1_234_567, 2301, -1500, -3450],
            await ValuesAsync(Reader(port, First, "dlt645-single-phase", AnswerMax)));
        Assert.Equal(
            [99_999_999, 12, 2301, 2302, 2303, 100, 200, 300, -1000, 2000, 3000, 4000, 987, 4998],
            await ValuesAsync(Reader(port, Second, "dlt645-three-phase", AnswerMax)));
    }

    [Theory]
    [InlineData("low", "low", ByteOrder.LowFirst, ByteOrder.LowFirst)]
    [InlineData("low", "high", ByteOrder.LowFirst, ByteOrder.HighFirst)]
    [InlineData("high", "low", ByteOrder.HighFirst, ByteOrder.LowFirst)]
    [InlineData("high", "high", ByteOrder.HighFirst, ByteOrder.HighFirst)]
    public async Task A_water_meter_is_read_in_each_order_of_address_and_identifier(
        string address, string identifier, ByteOrder addressOrder, ByteOrder identifierOrder)
    {
        await using var meters = await StartAsync($"cjt188/78330011223344/{address}/{identifier}/55667789/2C");
        await using var port = Open(meters.Line, FrameProtocol.Cjt188);
        var reader = Reader(
            port, new MeterAddress.Cjt188("78330011223344", addressOrder, identifierOrder), "cjt188-cold-water",
            AnswerMax);
        Assert.Equal([55_667_789], await ValuesAsync(reader));
        var turned = new MeterAddress.Cjt188(
            "78330011223344", addressOrder == ByteOrder.LowFirst ? ByteOrder.HighFirst : ByteOrder.LowFirst,
            identifierOrder);
        Assert.Equal(
            MeterFaultKind.Silent, (await FaultAsync(Reader(port, turned, "cjt188-cold-water", Short))).Kind);
    }

    [Theory]
    [InlineData("sum", MeterFaultKind.Damaged, "wrong check sum")]
    [InlineData("truncated", MeterFaultKind.Silent, "began and did not end")]
    [InlineData("address", MeterFaultKind.Silent, "check the address")]
    [InlineData("silent", MeterFaultKind.Silent, "")]
    [InlineData("late 0.8", MeterFaultKind.Silent, "")]
    [InlineData("refuse", MeterFaultKind.Refused, "")]
    public async Task A_spoilt_answer_is_a_fault_and_the_next_reading_is_right(
        string fault, MeterFaultKind kind, string said)
    {
        foreach (var (meter, protocol, address, profile, count) in Both())
        {
            await using var meters = await StartAsync(meter);
            await using var port = Open(meters.Line, protocol);
            await meters.Program.SayAsync(fault);
            var failed = await FaultAsync(Reader(port, address, profile, Short));
            Assert.Equal(kind, failed.Kind);
            Assert.Contains(said, failed.Detail, StringComparison.Ordinal);
            Assert.Equal(count, (await ValuesAsync(Reader(port, address, profile, AnswerMax)))[0]);
        }
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("stale")]
    public async Task Whole_frames_that_answer_something_else_are_passed_over(string fault)
    {
        foreach (var (meter, protocol, address, profile, count) in Both())
        {
            await using var meters = await StartAsync(meter);
            await using var port = Open(meters.Line, protocol);
            await meters.Program.SayAsync(fault);
            Assert.Equal(count, (await ValuesAsync(Reader(port, address, profile, AnswerMax)))[0]);
        }
    }

    [Fact]
    public async Task Data_too_long_for_a_frame_is_read_from_the_frames_that_follow()
    {
        // 50 tariffs of four bytes: five frames, the total first.
        var tariffs = string.Concat(Enumerable.Range(1, 50).Reverse().Select(number => $"{number:D8}"));
        await using var meters = await StartAsync($"dlt645/000000000161/0001FF00={tariffs}");
        await using var port = Open(meters.Line, FrameProtocol.Dlt645);
        var profile = FrameProfileReader.Read(
            """
            schema: 1
            name: tariffs
            protocol: dlt645
            source: the test
            items:
              - {quantity: energy-import, identifier: 0x0001FF00, digits: 8, decimals: 2, unit: kWh, rateMax: 100}
              - {quantity: energy-export, identifier: 0x0001FF00, offset: 196, digits: 8, decimals: 2, unit: kWh,
                 rateMax: 100}
            """,
            "tariffs.yaml");
        Assert.Equal([1, 50], await ValuesAsync(port.ReaderOf(First, profile, AnswerMax)));
    }

    [Fact]
    public async Task An_instantaneous_value_that_a_meter_does_not_have_is_not_available_and_a_counter_is_a_fault()
    {
        await using var meters = await StartAsync("dlt645/000000000161/00010000=00000026,02030000=FFFFFF");
        await using var port = Open(meters.Line, FrameProtocol.Dlt645);
        Assert.Equal([26, null, null, null], await ValuesAsync(Reader(port, First, "dlt645-single-phase", AnswerMax)));
        var refused = await FaultAsync(Reader(port, First, "dlt645-three-phase", AnswerMax));
        Assert.Equal(new MeterReadFault(MeterFaultKind.Refused, "00020000: no such data"), refused);
    }

    [Fact]
    public async Task The_only_meter_of_a_line_says_its_address()
    {
        await using var electricity = await StartAsync(ThreePhase);
        await using var lineOfElectricity = Open(electricity.Line, FrameProtocol.Dlt645);
        Assert.Equal(
            new AddressSearch.Found(Second), await lineOfElectricity.FindOnlyMeterAsync(AnswerMax, default));

        await using var water = await StartAsync("cjt188/78330123456789/low/low/00000001/2C");
        await using var lineOfWater = Open(water.Line, FrameProtocol.Cjt188);
        Assert.Equal(
            new AddressSearch.Found(
                new MeterAddress.Cjt188("78330123456789", ByteOrder.LowFirst, ByteOrder.LowFirst)),
            await lineOfWater.FindOnlyMeterAsync(AnswerMax, default));
    }

    private static IEnumerable<(string, FrameProtocol, MeterAddress, string, long?)> Both()
    {
        yield return (SinglePhase, FrameProtocol.Dlt645, First, "dlt645-single-phase", 1_234_567);
        yield return (
            "cjt188/78330011223344/low/low/00012345/2C", FrameProtocol.Cjt188,
            new MeterAddress.Cjt188("78330011223344", ByteOrder.LowFirst, ByteOrder.LowFirst), "cjt188-cold-water",
            12_345);
    }

    private static async Task<Running> StartAsync(params string[] meters)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "bcd_meters.py");
        var program = ForeignProgram.Start("/usr/bin/python3", "python3", [script, .. meters]);
        return new(program, await program.ReadLineAsync());
    }

    private static FrameMeterPort Open(string line, FrameProtocol protocol) => FrameMeterPort.Open(
        new PortSettings.Frames(protocol, new SerialSettings(line, 2400, SerialParity.None, 1)), Time);

    private static IMeterReader Reader(FrameMeterPort port, MeterAddress address, string profile, TimeSpan answerMax) =>
        port.ReaderOf(address, FrameProfiles.Find(profile)!, answerMax);

    private static async Task<MeterReadFault> FaultAsync(IMeterReader reader) =>
        Assert.IsType<MeterReadResult.Failed>(await reader.ReadAsync(CancellationToken.None)).Fault;

    private static async Task<long?[]> ValuesAsync(IMeterReader reader) =>
        [.. Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None)).Counts];

    private sealed record Running(ForeignProgram Program, string Line) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Program.DisposeAsync();
    }
}
