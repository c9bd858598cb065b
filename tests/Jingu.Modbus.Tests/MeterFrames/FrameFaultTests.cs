using Jingu.Modbus.Cjt188;
using Jingu.Modbus.Dlt645;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.MeterFrames;

/// <summary>Meters on a line that misbehave: the test is the meter and decides when each frame comes.</summary>
public sealed class FrameFaultTests : IAsyncLifetime, IAsyncDisposable
{
    private const uint Energy = 0x00010000;
    private const uint Voltage = 0x02010100;
    private const uint Total = 0x901F;
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private readonly MemoryLink _far;
    private readonly FrameClient _client;

    public FrameFaultTests()
    {
        (var near, _far) = MemoryLink.Pair(Time);
        LinkOpener open = _ => ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        _client = new FrameClient(open, new LineSpeed(115_200), paceLine: true, Time);
    }

    /// <summary>The first question opens the link, and listens first for as long as it may take.</summary>
    public async Task InitializeAsync()
    {
        var opening = Electricity(TimeSpan.FromMilliseconds(1)).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        await opening;
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task A_late_answer_is_never_taken_for_the_next_to_the_same_question()
    {
        var first = Electricity(Short).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        Assert.Equal(MeterFaultKind.Silent, FaultOf(await first));
        var second = Electricity(TimeSpan.FromSeconds(2)).ReadAsync(Energy, default);
        await SendAsync(Answer(Energy, 0x11, 0x11, 0x11, 0x11));
        await ReceiveAsync(FrameFormat.Dlt645);
        await SendAsync(Answer(Energy, 0x22, 0x22, 0x22, 0x22));
        Assert.Equal("22222222", ContentOf(await second));
    }

    [Fact]
    public async Task An_answer_to_another_identifier_is_passed_over()
    {
        var reading = Electricity(Long).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        await SendAsync(Answer(Voltage, 0x11, 0x11));
        await SendAsync(Answer(Energy, 0x33, 0x33, 0x33, 0x33));
        Assert.Equal("33333333", ContentOf(await reading));
    }

    [Fact]
    public async Task An_answer_with_an_earlier_sequence_number_is_passed_over()
    {
        var meter = Water(Long);
        var first = meter.ReadAsync(Total, default);
        var earlier = await ReceiveAsync(FrameFormat.Cjt188);
        await SendAsync(Answer(earlier, 0x11));
        await first;
        var second = meter.ReadAsync(Total, default);
        var asked = await ReceiveAsync(FrameFormat.Cjt188);
        await SendAsync(Answer(earlier, 0x11));
        await SendAsync(Answer(asked, 0x22));
        Assert.Equal("22", ContentOf(await second));
    }

    [Fact]
    public async Task Only_frames_of_another_address_are_silence_with_a_hint()
    {
        var reading = Electricity(Short).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        var other = Answer(Energy, 0x11, 0x11, 0x11, 0x11);
        (other[1], other[^2]) = ((byte)(other[1] + 1), (byte)(other[^2] + 1));
        await SendAsync(other);
        var failed = Assert.IsType<FrameResult.Failed>(await reading);
        Assert.Equal(MeterFaultKind.Silent, failed.Fault.Kind);
        Assert.Contains("check the address", failed.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_a_wrong_check_sum_is_damaged_at_once()
    {
        var reading = Electricity(Long).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        var answer = Answer(Energy, 0x11, 0x11, 0x11, 0x11);
        answer[12] ^= 1;
        await SendAsync(answer);
        Assert.Equal(MeterFaultKind.Damaged, FaultOf(await reading));
    }

    [Fact]
    public async Task Bytes_after_an_answer_spoil_it()
    {
        var reading = Electricity(Long).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        await SendAsync([.. Answer(Energy, 0x11, 0x11, 0x11, 0x11), 0x00]);
        Assert.Equal(MeterFaultKind.Damaged, FaultOf(await reading));
    }

    [Fact]
    public async Task A_dribbled_answer_after_wake_bytes_is_put_together()
    {
        var reading = Electricity(Long).ReadAsync(Energy, default);
        await ReceiveAsync(FrameFormat.Dlt645);
        foreach (var value in (byte[])[0xFE, 0xFE, .. Answer(Energy, 0x44, 0x44, 0x44, 0x44)])
            await SendAsync([value]);
        Assert.Equal("44444444", ContentOf(await reading));
    }

    private static string ContentOf(FrameResult result) =>
        Convert.ToHexString(Assert.IsType<FrameResult.Answer>(result).Content.AsSpan());

    private static MeterFaultKind FaultOf(FrameResult result) => Assert.IsType<FrameResult.Failed>(result).Fault.Kind;

    private static byte[] Answer(uint identifier, params byte[] data)
    {
        var frame = Dlt645Frame.Write(
            Bcd.FromDigits("000000000161", ByteOrder.LowFirst), Dlt645Function.ReadData,
            [.. Dlt645Frame.BytesOf(identifier), .. data]);
        frame[8] |= 0x80;
        frame[^2] = unchecked((byte)(frame[^2] + 0x80));
        return frame;
    }

    /// <summary>A water meter's answer to this request, with one byte of data.</summary>
    private static byte[] Answer(byte[] request, byte data)
    {
        byte[] head = [.. request[..9], 0x81];
        return FrameFormat.Close(head, [.. request[11..14], data]);
    }

    private Dlt645Meter Electricity(TimeSpan answerMax) =>
        new(_client, new MeterAddress.Dlt645("000000000161"), answerMax);

    private Cjt188Meter Water(TimeSpan answerMax) => new(
        _client, new MeterAddress.Cjt188("78330011223344", ByteOrder.LowFirst, ByteOrder.HighFirst), 0x10, answerMax);

    private async Task SendAsync(byte[] bytes) => await _far.WriteAsync(bytes, CancellationToken.None);

    private async Task<byte[]> ReceiveAsync(FrameFormat format)
    {
        var buffer = new byte[64];
        for (var have = 0; ;)
        {
            var read = await _far.ReadAsync(buffer.AsMemory(have), Long, CancellationToken.None);
            Assert.True(read.Count > 0, "the client asked nothing");
            have += read.Count;
            var frame = buffer.AsSpan(0, have).TrimStart((byte)0xFE);
            if (format.IsWhole(frame))
                return frame.ToArray();
        }
    }
}
