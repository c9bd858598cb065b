using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// Xintai valve water meter: function 3, floats with all bytes reversed, everything in 29 registers from 1 (PouCon
/// driver). Volume in steps of 0.001 m3.
/// </summary>
internal sealed class XintaiWater : IDeviceMap
{
    private const ushort Forward = 0x0001;
    private const int LitresPerCubicMetre = 1000;
    private const ushort PipeFull = 0x00AA;
    private const ushort ValveOpen = 1;
    private const ushort ValveClosed = 2;

    /// <summary>Reads bits, takes the numbers 1 (open) and 2 (close) by function 6.</summary>
    private const ushort Valve = 0x001C;

    public byte Function => 3;

    public IReadOnlyList<RegisterBlock> Blocks { get; } = [new(0x0001, 29)];

    public void Write(in Shown shown, RegisterImage image)
    {
        Floats.PutDcba(image, Forward, shown.Forward / (double)LitresPerCubicMetre);
        Floats.PutDcba(image, 0x0003, shown.Reverse / (double)LitresPerCubicMetre);
        Floats.PutDcba(image, 0x0005, shown.Rate / LitresPerCubicMetre);
        image.Put(0x0007, PipeFull);
        Floats.PutDcba(image, 0x001A, 3.6);
        image.Put(Valve, shown.IsValveClosed ? ValveClosed : ValveOpen);
        image.Put(0x001D, 1);
    }

    /// <summary>What a written register asks of the valve: true to close it; nothing when it asks nothing of
    /// it.</summary>
    public static bool? ValveCommand(ushort address, ushort value) => (address, value) switch
    {
        (Valve, ValveOpen) => false,
        (Valve, ValveClosed) => true,
        _ => null,
    };

    public long? Counter(Direction direction, ServedRegisters served) =>
        served.Has(Forward, 2) ? Floats.Steps(Floats.Dcba(served, Forward), LitresPerCubicMetre) : null;
}
