using Jingu.Modbus.Boards;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Xunit;

namespace Jingu.Modbus.Tests.Boards;

public sealed class CurtailWriteTests
{
    /// <summary>The registers as the public templates of the inverter have them.</summary>
    private static readonly CurtailRegisters Sun2000 = ProfileCatalogue.Find("huawei-sun2000")!.Curtailment!;

    [Fact]
    public void It_says_a_share_that_it_holds_and_that_no_limit_holds()
    {
        var write = new CurtailWrite(3, Sun2000);
        Assert.Equal((3, 6, 47418, 605), Said(write.Share(605)));
        Assert.Equal((3, 6, 47415, 7), Said(write.ShareHolds));
        Assert.Equal((3, 6, 47415, 0), Said(write.NoLimit));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void It_cannot_say_a_share_that_is_none(int tenths) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CurtailWrite(1, Sun2000).Share(tenths));

    [Theory]
    [InlineData(0)]
    [InlineData(248)]
    public void It_cannot_speak_to_all_devices_of_a_line_or_to_none(byte unitIdentifier) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CurtailWrite(unitIdentifier, Sun2000));

    private static (int Unit, int Function, int Address, int Word) Said(ModbusRequest request)
    {
        var write = Assert.IsType<ModbusRequest.WriteRegisters>(request);
        return (write.UnitIdentifier, write.Function, write.Address, Assert.Single(write.Values));
    }
}
