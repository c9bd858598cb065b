using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// Eastron SDM630, three phases: function 4, floats with the high word first (mbmd sdm.go). Energy in steps of 0.01
/// kWh.
/// </summary>
internal sealed class EastronSdm630 : IDeviceMap
{
    private const ushort Import = 0x0048;
    private const ushort Export = 0x004A;
    private const int StepsPerKilowattHour = 100;
    private const int WattHoursPerStep = 10;

    public byte Function => 4;

    public IReadOnlyList<RegisterBlock> Blocks { get; } = [new(0x0000, 0x0050), new(0x0156, 0x0016)];

    public void Write(in Shown shown, RegisterImage image)
    {
        for (var phase = 0; phase < 3; phase++)
            WritePhase(shown, phase, image);
        Floats.PutAbcd(image, 0x0034, shown.Rate);
        Floats.PutAbcd(image, 0x0038, shown.ApparentPower);
        Floats.PutAbcd(image, 0x003C, shown.ReactivePower);
        Floats.PutAbcd(image, 0x003E, Shown.PowerFactor);
        Floats.PutAbcd(image, 0x0046, shown.Frequency);
        Floats.PutAbcd(image, Import, KilowattHours(shown.Forward));
        Floats.PutAbcd(image, Export, KilowattHours(shown.Reverse));
        Floats.PutAbcd(image, 0x0156, KilowattHours(shown.Forward + shown.Reverse));
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
        Floats.PutAbcd(image, (ushort)(0x0000 + apart), shown.Voltage(phase));
        Floats.PutAbcd(image, (ushort)(0x0006 + apart), shown.Current(phase));
        Floats.PutAbcd(image, (ushort)(0x000C + apart), shown.PhasePower(phase));
        Floats.PutAbcd(image, (ushort)(0x0012 + apart), Math.Abs(shown.PhasePower(phase)) / Shown.PowerFactor);
        Floats.PutAbcd(image, (ushort)(0x0018 + apart), shown.ReactivePower / 3);
        Floats.PutAbcd(image, (ushort)(0x001E + apart), Shown.PowerFactor);
    }

    private static double KilowattHours(long wattHours) => wattHours / WattHoursPerStep / (double)StepsPerKilowattHour;
}
