using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;
using Xunit;

namespace Jingu.Modbus.Tests.Boards;

/// <summary>What a write for the wire can say, and what it cannot.</summary>
public sealed class OutputWriteTests
{
    [Theory]
    [InlineData("waveshare-relay-8ch", 1, 0x0000)]
    [InlineData("waveshare-relay-8ch", 8, 0x0007)]
    [InlineData("wirenboard-wb-mwac", 2, 0x0001)]
    public void One_output_is_one_coil(string board, int number, int coil)
    {
        var write = new OutputWrite(7, BoardCatalogue.Find(board)!.Outputs, number);
        foreach (var isSet in new[] { true, false })
        {
            var request = Assert.IsType<ModbusRequest.WriteBits>(write.To(isSet));
            Assert.Equal((7, 5, coil), (request.UnitIdentifier, request.Function, request.Address));
            Assert.Equal([isSet], request.Values.AsEnumerable());
        }
    }

    [Fact]
    public void A_valve_is_closed_by_2_and_opened_by_1()
    {
        var write = new OutputWrite(20, BoardCatalogue.Find("xintai-water")!.Outputs, 1);
        var close = Assert.IsType<ModbusRequest.WriteRegisters>(write.To(isSet: true));
        var open = Assert.IsType<ModbusRequest.WriteRegisters>(write.To(isSet: false));
        Assert.Equal((20, 6, 0x001C), (close.UnitIdentifier, close.Function, close.Address));
        Assert.Equal([2], close.Values.Select(word => (int)word));
        Assert.Equal([1], open.Values.Select(word => (int)word));
    }

    [Fact]
    public void All_boards_of_a_line_cannot_be_written() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new OutputWrite(0, new BoardOutputs.Coils(0, 8), 1));

    [Fact]
    public void All_relays_of_a_board_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => new OutputWrite(1, new BoardOutputs.Coils(0x00FF, 1), 1));
        Assert.Throws<ArgumentException>(() => new OutputWrite(1, new BoardOutputs.Coils(0x00F8, 8), 8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(-1)]
    [InlineData(256)]
    public void An_output_that_the_board_has_not_cannot_be_written(int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutputWrite(1, new BoardOutputs.Coils(0, 8), number));

    [Fact]
    public void Whatever_can_be_made_writes_one_thing_and_never_the_group()
    {
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
        {
            OutputWrite write;
            try
            {
                write = new(
                    (byte)random.Next(256),
                    new BoardOutputs.Coils((ushort)random.Next(0x0200), random.Next(1, 255)), random.Next(-2, 258));
            }
            catch (ArgumentException)
            {
                continue;
            }
            var request = Assert.IsType<ModbusRequest.WriteBits>(write.To(random.Next(2) == 0));
            Assert.Equal(5, request.Function);
            Assert.InRange(request.UnitIdentifier, 1, 247);
            Assert.NotEqual(0x00FF, request.Address);
            Assert.Single(request.Values);
        }
    }
}
