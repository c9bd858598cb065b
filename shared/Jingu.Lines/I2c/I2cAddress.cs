using System.Globalization;

namespace Jingu.Lines.I2c;

/// <summary>Where a part hangs.</summary>
/// <param name="Bus">The number of the bus, as in <c>/dev/i2c-1</c>.</param>
/// <param name="Part">The part's own address, 7 bits: 0x08 to 0x77.</param>
public readonly record struct I2cAddress(int Bus, int Part)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"I2C bus {Bus} address 0x{Part:X2}");
}
