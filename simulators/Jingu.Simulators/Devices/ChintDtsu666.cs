using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// Chint DTSU666, three phases: function 3, floats with the high word first, instantaneous values multiplied by 10, 100
/// or 1000 (mbmd dtsu666.go). Energy in steps of 0.01 kWh.
/// </summary>
internal sealed class ChintDtsu666 : IDeviceMap
{
    private const ushort Import = 0x101E;
    private const ushort Export = 0x1028;
    private const int StepsPerKilowattHour = 100;
    private const int WattHoursPerStep = 10;

    public byte Function => 3;

    public IReadOnlyList<RegisterBlock> Blocks { get; } = [new(0x101E, 0x0012), new(0x2006, 0x0040)];

    public void Write(in Shown shown, RegisterImage image)
    {
        Floats.PutAbcd(image, Import, KilowattHours(shown.Forward));
        Floats.PutAbcd(image, Export, KilowattHours(shown.Reverse));
        for (var phase = 0; phase < 3; phase++)
            WritePhase(shown, phase, image);
        Floats.PutAbcd(image, 0x2012, shown.Rate * 10);
        Floats.PutAbcd(image, 0x201A, shown.ReactivePower * 10);
        Floats.PutAbcd(image, 0x202A, Shown.PowerFactor * 1000);
        Floats.PutAbcd(image, 0x2044, shown.Frequency * 100);
    }

    public long? Counter(Direction direction, ServedRegisters served)
    {
        var address = direction == Direction.Export ? Export : Import;
        return served.Has(address, 2)
            ? Floats.Steps(Floats.Abcd(served, address), StepsPerKilowattHour) * WattHoursPerStep
            : null;
    }

    private static void WritePhase(in Shown shown, int phase, RegisterImage image)
    {
        var apart = 2 * phase;
        Floats.PutAbcd(image, (ushort)(0x1020 + apart), KilowattHours(shown.Forward / 3));
        Floats.PutAbcd(image, (ushort)(0x102A + apart), KilowattHours(shown.Reverse / 3));
        Floats.PutAbcd(image, (ushort)(0x2006 + apart), shown.Voltage(phase) * 10);
        Floats.PutAbcd(image, (ushort)(0x200C + apart), shown.Current(phase) * 1000);
        Floats.PutAbcd(image, (ushort)(0x2014 + apart), shown.PhasePower(phase) * 10);
        Floats.PutAbcd(image, (ushort)(0x201C + apart), shown.ReactivePower / 3 * 10);
        Floats.PutAbcd(image, (ushort)(0x202C + apart), Shown.PowerFactor * 1000);
    }

    private static double KilowattHours(long wattHours) => wattHours / WattHoursPerStep / (double)StepsPerKilowattHour;
}
