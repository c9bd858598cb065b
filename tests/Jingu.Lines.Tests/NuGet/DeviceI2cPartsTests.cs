using System.Device.I2c;
using Jingu.Lines.I2c;
using Jingu.Lines.NuGet;
using Jingu.Lines.Tests.I2c;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Tests.NuGet;

/// <summary>
/// The adapter and the library's own binding against a part that takes their bytes as its datasheet says (ROHM, 2011.11
/// Rev. D): the test stands where the kernel's bus does.
/// </summary>
public sealed class DeviceI2cPartsTests : LightSensorContract
{
    protected override ValueTask<ILightRig> OpenRigAsync() => ValueTask.FromResult<ILightRig>(new Bus());

    [Fact]
    public async Task A_sensor_that_is_disposed_while_it_measures_is_gone()
    {
        var sensor = await OpenAsync();
        var measuring = sensor.MeasureAsync(default);
        await sensor.DisposeAsync();
        Assert.IsType<LightOutcome.Gone>(await measuring);
    }

    [Fact]
    public async Task A_bus_that_this_machine_has_not_got_is_named()
    {
        var parts = new DeviceI2cParts(MachineTime.OfThisMachine);
        var opening = await parts.OpenLightSensorAsync(new(4711, Bh1750.AddressLow), default);
        Assert.Contains("bus 4711 address 0x23", Assert.IsType<LineOpening<ILightSensor>.Failed>(opening).Detail,
            StringComparison.Ordinal);
    }

    private sealed class Bus : ILightRig
    {
        private readonly Part _part = new();

        public Bus() => Parts = new DeviceI2cParts(
            MachineTime.OfThisMachine, address => new Wire(address, address == Wired ? _part : null));

        public II2cParts Parts { get; }

        public void Shine(double lux) => _part.Shine(lux);

        public void SetUnplugged(bool isUnplugged) => _part.IsUnplugged = isUnplugged;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Nobody at an address does not acknowledge, which the library throws as an IOException.</summary>
    private sealed class Wire(I2cAddress address, Part? part) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings => new(address.Bus, address.Part);

        public override void Read(Span<byte> buffer)
        {
            var counts = Answering().Read();
            (buffer[0], buffer[1]) = ((byte)(counts >> 8), (byte)(counts & 0xFF));
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Answering().Write(buffer[0]);

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) =>
            throw new NotSupportedException("A BH1750 has no registers to name.");

        private Part Answering() => part is { IsUnplugged: false } ? part : throw new IOException("Error 121.");
    }

    /// <summary>Its result stands until the next measurement ends: page 5, 120 ms typical.</summary>
    private sealed class Part
    {
        private const byte PowerOn = 0x01;
        private const byte Reset = 0x07;
        private const byte ContinuouslyHigh = 0x10;
        private static readonly TimeSpan Measuring = TimeSpan.FromMilliseconds(120);

        private readonly MachineTime _time = MachineTime.OfThisMachine;
        private double _lux;
        private long? _startedAt;
        private ushort _result;
        private bool _isOn;

        public bool IsUnplugged { get; set; }

        public void Shine(double lux)
        {
            Finish();
            _lux = lux;
        }

        public void Write(byte command)
        {
            Finish();
            if (command == Reset && _isOn)
                _result = 0;
            if (command == ContinuouslyHigh && _isOn)
                _startedAt = _time.GetTimestamp();
            _isOn |= command == PowerOn;
        }

        public ushort Read()
        {
            Finish();
            return _result;
        }

        private void Finish()
        {
            if (_startedAt is { } at && _time.GetElapsedTime(at) >= Measuring)
                _result = Bh1750.CountsOf(_lux);
        }
    }
}
