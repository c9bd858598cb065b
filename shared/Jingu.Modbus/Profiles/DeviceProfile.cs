using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Profiles;

/// <summary>What is known of a device model: its registers, and how it wants to be read. Immutable.</summary>
public sealed class DeviceProfile : IMeterProfile
{
    public DeviceProfile(
        string name, string vendor, string model, string source, int registersMax, int gapMax, SunSpecModel? sunSpec,
        ImmutableArray<ProfileRegister> registers, string? device = null,
        ImmutableArray<IdentityRegister> identity = default)
    {
        if (!IsName(name) || (device is not null && !IsName(device)))
            throw new ArgumentException("name and device are up to 64 of a to z, 0 to 9 and -, and begin with no -");
        if (registersMax is < 4 or > ModbusRequest.RegistersMax)
            throw new ArgumentException($"registersMax is {registersMax}: use 4 to {ModbusRequest.RegistersMax}");
        if (gapMax is < 0 or > ModbusRequest.RegistersMax)
            throw new ArgumentException($"gapMax is {gapMax}: use 0 to {ModbusRequest.RegistersMax}");
        if (registers.IsEmpty)
            throw new ArgumentException("a profile has at least one register");
        if (registers.GroupBy(register => register.Quantity).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"quantity {Quantities.NameOf(twice.Key)} is there twice");
        if (sunSpec is null && registers.Any(register => register.ScaleFactorAddress is not null))
            throw new ArgumentException("only SunSpec devices have scaleFactor registers");
        if (sunSpec is not null && !identity.IsDefaultOrEmpty)
            throw new ArgumentException("a SunSpec device is known by its mark and model: it has no identity");
        (Name, Vendor, Model, Source, RegistersMax, GapMax) = (name, vendor, model, source, registersMax, gapMax);
        (Device, Identity) = (device ?? name, identity.IsDefault ? [] : identity);
        (SunSpec, Registers, Layout) = (sunSpec, registers, [.. registers.Select(register => register.Scaling)]);
    }

    /// <summary>The name in commissioning files, such as <c>eastron-sdm630</c>.</summary>
    public string Name { get; }

    public string Vendor { get; }

    public string Model { get; }

    /// <summary>
    /// The device these registers are in, where several profiles are: they may share a unit identifier. Else <see
    /// cref="Name"/>.
    /// </summary>
    public string Device { get; }

    /// <summary>Where the facts are from.</summary>
    public string Source { get; }

    /// <summary>Most registers the device gives in one read.</summary>
    public int RegistersMax { get; }

    /// <summary>
    /// Most registers nobody asked for that a read may span; a device may refuse to read addresses it has not got.
    /// </summary>
    public int GapMax { get; }

    /// <summary>
    /// Requests that a connection to the device takes under way at once, 1 to 16; 1 where nothing is known. A line
    /// always has 1.
    /// </summary>
    public int InFlight { get; init; } = 1;

    /// <summary>
    /// Silence that a line keeps after the device's answer, 0 to 1 s, where it needs more than 3.5 characters.
    /// </summary>
    public TimeSpan Turnaround { get; init; }

    /// <summary>
    /// How long after a Modbus TCP connection opened the device is first asked, 0 to 5 s; a line knows no such wait.
    /// </summary>
    public TimeSpan Settles { get; init; }

    /// <summary>How an inverter is told a limit; null where nothing is known that does.</summary>
    public CurtailRegisters? Curtailment { get; init; }

    /// <summary>How to find the registers of a SunSpec device; null for all others.</summary>
    public SunSpecModel? SunSpec { get; }

    /// <summary>
    /// What every device of the model shows, all of it; empty where nothing is known that does. A SunSpec device is
    /// known by its mark and its model instead.
    /// </summary>
    public ImmutableArray<IdentityRegister> Identity { get; }

    public ImmutableArray<ProfileRegister> Registers { get; }

    /// <summary>How the values of a reading are counted, in the order of <see cref="Registers"/>.</summary>
    public ImmutableArray<Scaling> Layout { get; }

    /// <summary>
    /// False when transformers can change nothing any more: every electrical register shows the primary side.
    /// </summary>
    public bool TakesMultiplier => Registers.Any(register => register.Side != TransformerSide.Primary
        && (register.Side is not null || register.Counter is not null));

    public CounterLimits? LimitsAt(int place) => Registers[place].Counter;

    /// <summary>The place of a quantity in a reading; -1 when this device does not have it.</summary>
    public int IndexOf(Quantity quantity)
    {
        for (var i = 0; i < Registers.Length; i++)
        {
            if (Registers[i].Quantity == quantity)
                return i;
        }
        return -1;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name[0] != '-'
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
