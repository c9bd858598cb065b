using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// Acrel ADW300, three phases: function 3, integers with scales (evcc acrel-adw300). Energy in steps of 0.01 kWh,
/// signed 32 bit.
/// </summary>
internal sealed class AcrelAdw300 : IDeviceMap
{
    private const ushort Import = 62;
    private const ushort Export = 64;
    private const int WattHoursPerStep = 10;

    public byte Function => 3;

    public IReadOnlyList<RegisterBlock> Blocks { get; } = [new(20, 46)];

    public void Write(in Shown shown, RegisterImage image)
    {
        for (var phase = 0; phase < 3; phase++)
        {
            image.Put((ushort)(20 + phase), (ushort)Math.Round(shown.Voltage(phase) * 10));
            image.Put((ushort)(26 + phase), (ushort)Math.Round(shown.Current(phase) * 100));
            PutSigned(image, (ushort)(30 + (2 * phase)), (int)Math.Round(shown.PhasePower(phase)));
        }

        PutSigned(image, 36, (int)Math.Round(shown.Rate));
        PutSigned(image, Import, (int)(shown.Forward / WattHoursPerStep));
        PutSigned(image, Export, (int)(shown.Reverse / WattHoursPerStep));
    }

    public long? Counter(Direction direction, ServedRegisters served)
    {
        var address = direction == Direction.Export ? Export : Import;
        return served.Has(address, 2) ? (long)unchecked((int)served.Pair(address)) * WattHoursPerStep : null;
    }

    private static void PutSigned(RegisterImage image, ushort address, int value)
    {
        var bits = unchecked((uint)value);
        image.Put(address, (ushort)(bits >> 16));
        image.Put((ushort)(address + 1), (ushort)(bits & 0xFFFF));
    }
}
