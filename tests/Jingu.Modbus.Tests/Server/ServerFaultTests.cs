using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Server;

/// <summary>Requests that no client of ours sends. The test writes the bytes.</summary>
public sealed class ServerFaultTests
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private readonly TableDevice _device = TableDevice.Counting(0, 10);

    [Theory]
    [InlineData("000100000006 01 07 00000000", "000100000003 01 87 01")]
    [InlineData("000100000006 01 03 00000000", "000100000003 01 83 03")]
    [InlineData("000100000006 01 03 0000007E", "000100000003 01 83 03")]
    [InlineData("000100000006 01 03 FFFF0002", "000100000003 01 83 02")]
    [InlineData("000100000006 01 05 00011234", "000100000003 01 85 03")]
    [InlineData("000100000009 01 10 00010002 02 0001", "000100000003 01 90 03")]
    [InlineData("000100000006 09 03 00000001", "000100000003 09 83 0B")]
    public async Task A_wrong_request_over_tcp_gets_its_exception_code(string request, string answer)
    {
        var (near, far) = MemoryLink.Pair(Time);
        var serving = new TcpServing(far, Devices).RunAsync(CancellationToken.None);
        await near.WriteAsync(Hex(request), CancellationToken.None);
        Assert.Equal(Hex(answer), await ReadAsync(near, Hex(answer).Length));
        await near.DisposeAsync();
        await serving;
    }

    [Fact]
    public async Task Requests_that_arrive_together_or_in_pieces_are_all_answered_in_order()
    {
        var (near, far) = MemoryLink.Pair(Time);
        var serving = new TcpServing(far, Devices).RunAsync(CancellationToken.None);
        var two = Hex("000100000006 01 03 00010001 000200000006 01 03 00020001");
        await near.WriteAsync(two.AsMemory(0, 5), CancellationToken.None);
        await near.WriteAsync(two.AsMemory(5), CancellationToken.None);
        var answers = await ReadAsync(near, 22);
        Assert.Equal(Hex("000100000005 01 03 02 0001 000200000005 01 03 02 0002"), answers);
        await near.DisposeAsync();
        await serving;
    }

    [Fact]
    public async Task A_connection_that_speaks_no_modbus_is_closed()
    {
        var (near, far) = MemoryLink.Pair(Time);
        var serving = new TcpServing(far, Devices).RunAsync(CancellationToken.None);
        await near.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray(), CancellationToken.None);
        await serving.WaitAsync(Long, Time);
    }

    [Theory]
    [InlineData("01 07", "01 87 01")]
    [InlineData("01 03 00 00 00 00", "01 83 03")]
    public async Task A_wrong_request_on_a_line_gets_its_exception_code(string request, string answer)
    {
        var (near, far) = MemoryLink.Pair(Time);
        await using var server = ModbusRtuServer.Start(far, Devices, Time);
        await near.WriteAsync(Frame(request), CancellationToken.None);
        Assert.Equal(Frame(answer), await ReadAsync(near, Frame(answer).Length));
    }

    [Theory]
    [InlineData("01 03 00 00 00 01 FF FF")]
    [InlineData("09 03 00 00 00 01 85 42")]
    [InlineData("01 03 00 00")]
    [InlineData("FF FF FF FF FF FF FF FF FF FF FF FF")]
    public async Task A_damaged_request_or_one_for_others_gets_silence_and_the_next_is_answered(string request)
    {
        var (near, far) = MemoryLink.Pair(Time);
        await using var server = ModbusRtuServer.Start(far, Devices, Time);
        await near.WriteAsync(Hex(request), CancellationToken.None);
        var silence = await near.ReadAsync(new byte[8], TimeSpan.FromMilliseconds(300), CancellationToken.None);
        Assert.Equal(LinkOutcome.Nothing, silence);
        await near.WriteAsync(Frame("01 03 00 05 00 01"), CancellationToken.None);
        Assert.Equal(Frame("01 03 02 00 05"), await ReadAsync(near, 7));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Frame(string text)
    {
        byte[] frame = [.. Hex(text), 0, 0];
        RtuFrame.Close(frame, frame[0], frame.Length - 3);
        return frame;
    }

    private static async Task<byte[]> ReadAsync(MemoryLink link, int count)
    {
        var buffer = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await link.ReadAsync(buffer.AsMemory(have), Long, CancellationToken.None);
            Assert.True(read.Count > 0, read.Detail ?? "nothing came");
            have += read.Count;
        }
        return buffer;
    }

    private TableDevice? Devices(byte unitIdentifier) => unitIdentifier == 1 ? _device : null;
}
