using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Profiles;

/// <summary>What is known of a device model: its registers, and how it wants to be read. Immutable.</summary>
public sealed class DeviceProfile
{
    public DeviceProfile(
        string name, string vendor, string model, string source, int registersMax, int gapMax, SunSpecModel? sunSpec,
        ImmutableArray<ProfileRegister> registers)
    {
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
        (Name, Vendor, Model, Source, RegistersMax, GapMax) = (name, vendor, model, source, registersMax, gapMax);
        (SunSpec, Registers, Layout) = (sunSpec, registers, [.. registers.Select(register => register.Scaling)]);
    }

    /// <summary>The name in commissioning files, such as <c>eastron-sdm630</c>.</summary>
    public string Name { get; }

    public string Vendor { get; }

    public string Model { get; }

    /// <summary>Where the facts are from.</summary>
    public string Source { get; }

    /// <summary>Most registers the device gives in one read.</summary>
    public int RegistersMax { get; }

    /// <summary>
    /// Most registers nobody asked for that a read may span; a device may refuse to read addresses it has not got.
    /// </summary>
    public int GapMax { get; }

    /// <summary>How to find the registers of a SunSpec device; null for all others.</summary>
    public SunSpecModel? SunSpec { get; }

    public ImmutableArray<ProfileRegister> Registers { get; }

    /// <summary>How the values of a reading are counted, in the order of <see cref="Registers"/>.</summary>
    public ImmutableArray<Scaling> Layout { get; }

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
}
