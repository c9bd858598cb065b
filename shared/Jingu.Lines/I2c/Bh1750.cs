namespace Jingu.Lines.I2c;

/// <summary>
/// The light sensor BH1750FVI as its datasheet tells it (ROHM, 2011.11 Rev. D): high resolution mode, measurement time
/// as it is shipped. Pure.
/// </summary>
public static class Bh1750
{
    /// <summary>Where it answers with its pin ADDR low, or left open.</summary>
    public const int AddressLow = 0x23;

    /// <summary>Where it answers with its pin ADDR high.</summary>
    public const int AddressHigh = 0x5C;

    /// <summary>Counts for each lx: "measurement accuracy", typical.</summary>
    private const double CountsPerLux = 1.2;

    /// <summary>The longest that one measurement takes in high resolution mode.</summary>
    public static readonly TimeSpan MeasuringMax = TimeSpan.FromMilliseconds(180);

    /// <summary>What its two bytes say, high byte first: lx.</summary>
    public static double LuxOf(ushort counts) => counts / CountsPerLux;

    /// <summary>What it shows in so much light; at most all it can show.</summary>
    /// <param name="lux">0 or more.</param>
    public static ushort CountsOf(double lux) => (ushort)Math.Clamp(Math.Round(lux * CountsPerLux), 0, ushort.MaxValue);
}
