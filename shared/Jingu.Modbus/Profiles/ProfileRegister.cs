using System.Collections.Immutable;
using Jingu.Contracts.Faults;
using Jingu.Contracts.Readings;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// One value of a device: where it is read and how it is counted. What does not fit together throws <see
/// cref="ArgumentException"/> on construction, with a sentence. Immutable.
/// </summary>
public sealed class ProfileRegister
{
    /// <summary>SunSpec's largest scale factor, either way.</summary>
    private const int ExponentMax = 10;

    private readonly decimal _countsPerRaw;

    public ProfileRegister(
        Quantity quantity, string manual, ushort address, byte function, RegisterFormat format, ProfileUnit unit,
        decimal scale, decimal resolution, ImmutableArray<ulong> notAvailable, CounterLimits? counter,
        TransformerSide? side, ushort? scaleFactorAddress = null)
    {
        Require(Quantities.IsKnown(quantity), $"quantity {quantity} is not known");
        Require(manual.Length > 0, "the number in the manual is empty");
        Require(function is 3 or 4, $"function {function} reads no registers: use 3 or 4");
        Require(address + format.Registers <= 65536, $"register {address} and the next end beyond 65535");
        var name = Quantities.NameOf(quantity);
        Require(unit.Base == Quantities.UnitOf(quantity), $"{name} is not counted in {unit.Name}");
        Require(scale != 0, "scale is 0");
        Require(resolution > 0, "resolution is not above 0");
        var apart = Math.Abs(scale / resolution);
        Require(apart is >= 1e-9m and <= 1e9m, "scale and resolution are further apart than 10^9");
        Require(counter is not null == Quantities.IsCounter(quantity), counter is null
            ? $"{name} is a counter and needs modulus and rateMax"
            : $"{name} is no counter and has neither modulus nor rateMax");
        Require(side is not null == HasSide(unit.Base), side is null
            ? $"{name} goes through transformers and needs ctSide: primary, secondary or set-in-meter"
            : $"{name} goes through no transformer and has no ctSide");
        Require(
            scaleFactorAddress is null || (format.Registers <= 2 && !format.IsFloat),
            "a scale factor belongs to integers of one or two registers");
        (Quantity, Manual, Address, Function, Format, Unit) = (quantity, manual, address, function, format, unit);
        (Scale, Resolution, NotAvailable, Counter) = (scale, resolution, notAvailable, counter);
        (Side, ScaleFactorAddress) = (side, scaleFactorAddress);
        Scaling = ScalingOf(quantity, resolution * unit.Factor);
        _countsPerRaw = scale / resolution;
    }

    public Quantity Quantity { get; }

    /// <summary>The register's number or name as the manual prints it.</summary>
    public string Manual { get; }

    /// <summary>
    /// The address on the wire, from 0; of a SunSpec device the offset from the model's own id register.
    /// </summary>
    public ushort Address { get; }

    /// <summary>3 (holding registers) or 4 (input registers).</summary>
    public byte Function { get; }

    public RegisterFormat Format { get; }

    public ProfileUnit Unit { get; }

    /// <summary>Units per raw step: value in <see cref="Unit"/> = raw x scale.</summary>
    public decimal Scale { get; }

    /// <summary>
    /// Units per count. Values are rounded to it, half away from zero, before anything else is done with them.
    /// </summary>
    public decimal Resolution { get; }

    /// <summary>Bits that say "not available"; a float that is no finite number always does.</summary>
    public ImmutableArray<ulong> NotAvailable { get; }

    /// <summary>Modulus and maximum rate of a counter; null for instantaneous values.</summary>
    public CounterLimits? Counter { get; }

    /// <summary>
    /// Which side of current and voltage transformers the register shows; null where they change nothing.
    /// </summary>
    public TransformerSide? Side { get; }

    /// <summary>Of a SunSpec point: the offset of the register with its power of ten.</summary>
    public ushort? ScaleFactorAddress { get; }

    /// <summary>Base units per count.</summary>
    public Scaling Scaling { get; }

    /// <summary>
    /// The counts these registers show; null when the device said "not available" or no count can hold it.
    /// </summary>
    /// <param name="scaleFactor">The power of ten that was read with them; 0 without one.</param>
    public long? Decode(ReadOnlySpan<ushort> registers, short scaleFactor = 0)
    {
        var swapped = Format.Registers == 2 && PlantedBugs.Is(PlantedBug.SwappedWords);
        var bits = swapped ? Format.ToBitsSwapped(registers) : Format.ToBits(registers);
        if (NotAvailable.Contains(bits) || Math.Abs((int)scaleFactor) > ExponentMax)
            return null;
        return Format.Type switch
        {
            RegisterType.F32 => Count((double)BitConverter.UInt32BitsToSingle((uint)bits)),
            RegisterType.F64 => Count(BitConverter.UInt64BitsToDouble(bits)),
            RegisterType.S32F32 => CountWithFraction(bits),
            _ => Count(Integer(bits) * PowerOfTen(scaleFactor)),
        };
    }

    /// <summary>How many counts one raw step is at a power of ten; at least 1.</summary>
    internal long CountsOfStep(short power) => Math.Max(1, Count(PowerOfTen(power)) ?? long.MaxValue);

    /// <summary>True for what transformers outside the meter make smaller.</summary>
    private static bool HasSide(BaseUnit unit) => unit is BaseUnit.WattHour or BaseUnit.Watt or BaseUnit.Var
        or BaseUnit.VoltAmpere or BaseUnit.Ampere or BaseUnit.Volt;

    private decimal Integer(ulong bits) => unchecked(Format.Type switch
    {
        RegisterType.S16 => (short)bits,
        RegisterType.S32 => (int)bits,
        RegisterType.S64 => (long)bits,
        _ => bits,
    });

    private long? Count(decimal raw)
    {
        var count = Math.Round(raw * _countsPerRaw, MidpointRounding.AwayFromZero);
        return Math.Abs(count) <= long.MaxValue ? (long)count : null;
    }

    /// <summary>
    /// A double holds every float times a small integer exactly, so 0.01 is divided by as a multiplication with 100.
    /// </summary>
    private long? Count(double raw)
    {
        var exact = Math.Abs(_countsPerRaw) >= 1 ? raw * (double)_countsPerRaw : raw / (double)(1 / _countsPerRaw);
        var count = Math.Round(exact, MidpointRounding.AwayFromZero);
        return Math.Abs(count) < long.MaxValue ? (long)count : null;
    }

    private long? CountWithFraction(ulong bits)
    {
        var fraction = BitConverter.UInt32BitsToSingle((uint)(bits & uint.MaxValue));
        return Math.Abs(fraction) <= 1 ? Count(unchecked((int)(bits >> 32)) + (decimal)fraction) : null;
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
            power = exponent > 0 ? power * 10 : power / 10;
        return power;
    }

    private static Scaling ScalingOf(Quantity quantity, decimal basePerCount)
    {
        long denominator = 1;
        while (decimal.Truncate(basePerCount * denominator) != basePerCount * denominator)
        {
            Require(denominator < 1_000_000_000, "resolution has more than nine decimals");
            denominator *= 10;
        }
        return new Scaling(quantity, (long)(basePerCount * denominator), denominator);
    }

    private static void Require(bool condition, string sentence)
    {
        if (!condition)
            throw new ArgumentException(sentence);
    }
}
