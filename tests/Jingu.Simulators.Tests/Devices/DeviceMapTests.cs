using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Xunit;

namespace Jingu.Simulators.Tests.Devices;

public sealed class DeviceMapTests
{
    /// <summary>Where each kind keeps the counters, and how many Wh or L one of its steps is.</summary>
    public static TheoryData<string, ushort, int, int> Counters => new()
    {
        { nameof(DeviceKind.EastronSdm630), 0x0048, 2, 10 },
        { nameof(DeviceKind.ChintDtsu666), 0x101E, 2, 10 },
        { nameof(DeviceKind.AcrelAdw300), 62, 2, 10 },
        { nameof(DeviceKind.XintaiWater), 0x0001, 2, 1 },
        { nameof(DeviceKind.Sunspec103), 40093, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Counters))]
    public void A_counter_reads_back_as_it_was_shown_to_the_last_step(
        string kindName, ushort address, int count, int step)
    {
        var map = DeviceMaps.Of(Enum.Parse<DeviceKind>(kindName));
        var largest = step == 1 ? 16_383_999 : 131_071_000;
        foreach (var forward in Enumerable.Range(0, 5000).Select(index => (long)index * largest / 4999))
        {
            var served = Serve(map, new Shown(forward, 0, 1234, 0.5), address, count);

            Assert.Equal(forward / step * step, map.Counter(Direction.Import, new(address, served)));
        }
    }

    [Theory]
    [InlineData(nameof(DeviceKind.EastronSdm630), 0x0048, 4)]
    [InlineData(nameof(DeviceKind.ChintDtsu666), 0x101E, 18)]
    [InlineData(nameof(DeviceKind.AcrelAdw300), 20, 46)]
    public void Import_and_export_are_two_counters(string kindName, ushort address, int count)
    {
        var map = DeviceMaps.Of(Enum.Parse<DeviceKind>(kindName));

        var served = Serve(map, new Shown(1_000_000, 250_000, -500, 0.1), address, count);

        Assert.Equal(1_000_000, map.Counter(Direction.Import, new(address, served)));
        Assert.Equal(250_000, map.Counter(Direction.Export, new(address, served)));
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Half_a_counter_is_none(string kindName, ushort address, int count, int step)
    {
        var map = DeviceMaps.Of(Enum.Parse<DeviceKind>(kindName));

        var served = Serve(map, new Shown(step, 0, 0, 0), address, 1);

        Assert.True(count > 1);
        Assert.Null(map.Counter(Direction.Import, new(address, served)));
    }

    [Fact]
    public void The_inverter_carries_the_chain_of_models_up_to_its_end()
    {
        var map = DeviceMaps.Of(DeviceKind.Sunspec103);

        var all = Serve(map, new Shown(0, 0, 50_000, 0.5), 40000, 123);

        Assert.Equal((0x5375, 0x6E53), (all[0], all[1]));
        Assert.Equal((1, 65), (all[2], all[3]));
        Assert.Equal((103, 50), (all[69], all[70]));
        Assert.Equal((0xFFFF, 0), (all[121], all[122]));
        Assert.Equal(5000, all[83]);
        Assert.Equal(4, all[69 + 38]);
    }

    [Fact]
    public void One_read_of_28_registers_covers_the_water_meter()
    {
        var served = Serve(DeviceMaps.Of(DeviceKind.XintaiWater), new Shown(1500, 0, 545, 0.5), 1, 28);

        // 0.545 m3/h; the float next to the published one, 1E85 0B3F.
        Assert.Equal([0x1F85, 0x0B3F], served[4..6]);
        Assert.Equal(0x00AA, served[6]);
    }

    [Theory]
    [InlineData(nameof(DeviceKind.EastronSdm630), 0x0050, 1)]
    [InlineData(nameof(DeviceKind.ChintDtsu666), 0x0000, 2)]
    [InlineData(nameof(DeviceKind.AcrelAdw300), 65, 2)]
    [InlineData(nameof(DeviceKind.XintaiWater), 0, 2)]
    [InlineData(nameof(DeviceKind.Sunspec103), 0, 2)]
    public void Registers_a_device_lacks_are_not_made_up(string kindName, ushort address, int count)
    {
        var image = new RegisterImage(DeviceMaps.Of(Enum.Parse<DeviceKind>(kindName)).Blocks);

        Assert.Null(image.Read(address, count));
    }

    private static ushort[] Serve(IDeviceMap map, Shown shown, ushort address, int count)
    {
        var image = new RegisterImage(map.Blocks);
        map.Write(shown, image);
        return image.Read(address, count)!;
    }
}
