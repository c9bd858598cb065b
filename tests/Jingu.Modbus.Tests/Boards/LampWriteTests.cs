using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;
using Xunit;

namespace Jingu.Modbus.Tests.Boards;

/// <summary>What a write to a lamp can say, and what it cannot.</summary>
public sealed class LampWriteTests
{
    private const int Lowest = 100;

    private static readonly BoardOutputs.Lamps Dali =
        (BoardOutputs.Lamps)BoardCatalogue.Find("arlight-dali-logic-lite-ps-x1")!.Outputs;

    [Theory]
    [InlineData(false, 0, 256)]
    [InlineData(false, 63, 319)]
    [InlineData(true, 0, 384)]
    [InlineData(true, 15, 399)]
    public void One_lamp_or_group_is_one_register(bool isGroup, int number, int register)
    {
        var request = Assert.IsType<ModbusRequest.WriteRegisters>(
            new LampWrite(7, Dali, new(isGroup, number), Lowest).To(180));
        Assert.Equal((7, 6, register), (request.UnitIdentifier, request.Function, request.Address));
        Assert.Equal([180], request.Values.Select(word => (int)word));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Lowest - 1)]
    [InlineData(255)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void Off_the_mask_and_what_is_darker_than_the_lowest_level_cannot_be_written(int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new LampWrite(1, Dali, new(IsGroup: false, 5), Lowest).To(level));

    [Fact]
    public void Off_is_said_for_a_lamp_of_a_zone_and_for_no_other()
    {
        var zoned = new LampWrite(7, Dali, new(IsGroup: false, 5), Lowest, mayBeOff: true);
        var off = Assert.IsType<ModbusRequest.WriteRegisters>(zoned.Off());
        Assert.Equal((7, 6, 261, 0), (off.UnitIdentifier, off.Function, off.Address, off.Values.Single()));
        Assert.Throws<ArgumentOutOfRangeException>(() => zoned.To(0));
        Assert.Throws<InvalidOperationException>(() => new LampWrite(7, Dali, new(IsGroup: false, 5), Lowest).Off());
    }

    [Theory]
    [InlineData(false, 64)]
    [InlineData(false, 127)]
    [InlineData(false, -1)]
    [InlineData(true, 16)]
    public void A_lamp_that_the_gateway_has_not_and_a_broadcast_cannot_be_written(bool isGroup, int number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LampWrite(1, Dali, new(isGroup, number), Lowest));

    [Theory]
    [InlineData(0, Lowest)]
    [InlineData(248, Lowest)]
    [InlineData(1, 0)]
    [InlineData(1, 255)]
    public void All_devices_of_a_line_and_a_lowest_level_of_off_cannot_be_said(byte unitIdentifier, int minimum) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new LampWrite(unitIdentifier, Dali, new(IsGroup: false, 5), minimum));

    [Fact]
    public void A_gateway_without_groups_has_none() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new LampWrite(1, Dali with { Groups = null }, new(IsGroup: true, 0), Lowest));

    [Fact]
    public void The_registers_are_those_of_the_gateway_s_public_map()
    {
        Assert.Equal((2560, 2565), (Dali.Single.ReadOf(0), Dali.Single.ReadOf(5)));
        Assert.Equal((0, 63), (Dali.Single.StatusOf(0)!.Value, Dali.Single.StatusOf(63)!.Value));
        Assert.Equal((2688, 2703), (Dali.Groups!.ReadOf(0), Dali.Groups.ReadOf(15)));
        Assert.Null(Dali.Groups.StatusOf(0));
        Assert.Equal((100.0, 5.0), (Dali.AnswerMax.TotalMilliseconds, Dali.Guard.TotalMilliseconds));
    }

    [Theory]
    [InlineData(0b0000_0100, null)]
    [InlineData(0b0000_0010, "the lamp has failed")]
    [InlineData(0b0000_0001, "its driver has failed")]
    [InlineData(0b0000_0011, "lamp and driver have failed")]
    public void The_status_tells_what_has_failed(int status, string? fault) =>
        Assert.StartsWith(fault ?? "", LampStatus.Fault(status) ?? "", StringComparison.Ordinal);
}
