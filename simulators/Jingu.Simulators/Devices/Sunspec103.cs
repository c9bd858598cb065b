using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// Three-phase inverter after SunSpec: "SunS" at 40000, model 1 of length 65, model 103 of length 50, end marker
/// (model_103.json). Lifetime energy is a 32-bit accumulator in Wh times a power of ten that is read with it. On the
/// side of its array it shows what the power on the side of the mains asks for: the current carries the power and the
/// losses, the voltage sags a little under load and is nearly gone at night.
/// </summary>
internal sealed class Sunspec103 : IDeviceMap
{
    private const ushort Base = 40000;
    private const int CommonLength = 65;
    private const int InverterLength = 50;
    private const ushort Inverter = Base + 2 + 2 + CommonLength;
    private const ushort Energy = Inverter + 24;
    private const ushort EnergyExponent = Inverter + 26;
    private const ushort NotImplemented = 0xFFFF;
    private const ushort NotImplementedSigned = 0x8000;
    private const ushort StateSleeping = 2;
    private const ushort StateStarting = 3;
    private const ushort StateTracking = 4;
    private const ushort StateFault = 7;

    /// <summary>Watts above which an inverter is awake.</summary>
    private const double AwakeWatts = 20;

    /// <summary>DC power for each W that reaches the mains.</summary>
    private const double Losses = 1.03;

    /// <summary>V of the array without load, and by how much it sags at rated power.</summary>
    private const double ArrayVolts = 640;
    private const double ArraySag = 60;

    /// <summary>What moonlight and street lamps leave, V.</summary>
    private const double NightVolts = 12;

    public byte Function => 3;

    public IReadOnlyList<RegisterBlock> Blocks { get; } =
        [new(Base, 2 + 2 + CommonLength + 2 + InverterLength + 2)];

    public void Write(in Shown shown, RegisterImage image)
    {
        WriteChain(shown, image);
        WriteAlternatingCurrent(shown, image);
        image.Put(Energy, (ushort)((shown.Forward >> 16) & 0xFFFF));
        image.Put(Energy + 1, (ushort)(shown.Forward & 0xFFFF));
        image.Put(EnergyExponent, 0);
        WriteRest(shown, image);
    }

    public long? Counter(Direction direction, ServedRegisters served)
    {
        if (!served.Has(Energy, 3))
            return null;
        var count = (long)served.Pair(Energy);
        var exponent = unchecked((short)served[EnergyExponent]);
        return exponent >= 0 ? count * PowerOfTen(exponent) : count / PowerOfTen(-exponent);
    }

    private static void WriteChain(in Shown shown, RegisterImage image)
    {
        image.Put(Base, 0x5375);
        image.Put(Base + 1, 0x6E53);
        image.Put(Base + 2, 1);
        image.Put(Base + 3, CommonLength);
        WriteText(image, Base + 4, "Jingu virtual");
        WriteText(image, Base + 20, "Roof inverter");
        WriteText(image, Base + 52, shown.Serial);
        image.Put(Inverter, 103);
        image.Put(Inverter + 1, InverterLength);
        image.Put(Inverter + 2 + InverterLength, NotImplemented);
        image.Put(Inverter + 3 + InverterLength, 0);
    }

    private static void WriteAlternatingCurrent(in Shown shown, RegisterImage image)
    {
        var sum = shown.Current(0) + shown.Current(1) + shown.Current(2);
        image.Put(Inverter + 2, (ushort)Math.Round(sum * 10));
        image.Put(Inverter + 6, Signed(-1));
        for (var phase = 0; phase < 3; phase++)
        {
            image.Put((ushort)(Inverter + 3 + phase), (ushort)Math.Round(shown.Current(phase) * 10));
            image.Put((ushort)(Inverter + 7 + phase), (ushort)Math.Round(shown.Voltage(phase) * Math.Sqrt(3) * 10));
            image.Put((ushort)(Inverter + 10 + phase), (ushort)Math.Round(shown.Voltage(phase) * 10));
        }

        image.Put(Inverter + 13, Signed(-1));
        image.Put(Inverter + 14, Signed((int)Math.Round(shown.Rate / 10)));
        image.Put(Inverter + 15, Signed(1));
        image.Put(Inverter + 16, (ushort)Math.Round(shown.Frequency * 100));
        image.Put(Inverter + 17, Signed(-2));
        image.Put(Inverter + 18, Signed((int)Math.Round(shown.ApparentPower / 10)));
        image.Put(Inverter + 19, Signed(1));
        image.Put(Inverter + 20, Signed((int)Math.Round(shown.ReactivePower / 10)));
        image.Put(Inverter + 21, Signed(1));
        image.Put(Inverter + 22, Signed((int)Math.Round(Shown.PowerFactor * 1000)));
        image.Put(Inverter + 23, Signed(-1));
    }

    private static void WriteRest(in Shown shown, RegisterImage image)
    {
        var volts = ArrayVoltage(shown);
        image.Put(Inverter + 27, (ushort)Math.Round(shown.Rate * Losses / volts * 100));
        image.Put(Inverter + 28, Signed(-2));
        image.Put(Inverter + 29, (ushort)Math.Round(volts * 10));
        image.Put(Inverter + 30, Signed(-1));
        image.Put(Inverter + 31, Signed((int)Math.Round(shown.Rate * Losses / 10)));
        image.Put(Inverter + 32, Signed(1));
        image.Put(Inverter + 33, Signed((int)Math.Round(250 + (shown.Rate / 1000))));
        image.Put(Inverter + 34, NotImplementedSigned);
        image.Put(Inverter + 35, NotImplementedSigned);
        image.Put(Inverter + 36, NotImplementedSigned);
        image.Put(Inverter + 37, Signed(-1));
        image.Put(Inverter + 38, StateOf(shown));
    }

    /// <summary>Under snow there is voltage enough to wake up, and no power to go on.</summary>
    private static ushort StateOf(in Shown shown) => shown.Trouble == InverterTrouble.Fault ? StateFault
        : shown.Rate > AwakeWatts ? StateTracking
        : shown.Available > AwakeWatts ? StateStarting
        : StateSleeping;

    private static double ArrayVoltage(in Shown shown) => Math.Max(shown.Rate, shown.Available) > AwakeWatts
        ? ArrayVolts - (shown.Peak > 0 ? ArraySag * Math.Min(1, shown.Rate / shown.Peak) : 0) - shown.Wobble
        : NightVolts;

    private static void WriteText(RegisterImage image, ushort address, string text)
    {
        for (var at = 0; at < text.Length; at += 2)
        {
            var second = at + 1 < text.Length ? text[at + 1] : 0;
            image.Put((ushort)(address + (at / 2)), (ushort)((text[at] << 8) | second));
        }
    }

    private static ushort Signed(int value) => unchecked((ushort)checked((short)value));

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (var step = 0; step < exponent; step++)
            power *= 10;
        return power;
    }
}
