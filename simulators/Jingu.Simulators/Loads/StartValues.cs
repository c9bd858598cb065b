namespace Jingu.Simulators.Loads;

/// <summary>
/// What registers show before the first slot. A year at any virtual load stays far below where a float loses the steps
/// it counts in: 131,072 kWh for 0.01 kWh, 16,384 m3 for 1 L (devices.md, sections 1 and 13).
/// </summary>
internal sealed class StartValues(ulong seed)
{
    /// <summary>Wh on the secondary side, 1,000 to 60,000 kWh.</summary>
    public long Energy(string meter) => Between(meter, 1_000_000, 60_000_000);

    /// <summary>Wh that an inverter has generated, 20,000 to 200,000 kWh.</summary>
    public long Generation(string meter) => Between(meter, 20_000_000, 200_000_000);

    /// <summary>L, 50 to 6,000 m3.</summary>
    public long Volume(string meter) => Between(meter, 50_000, 6_000_000);

    private long Between(string meter, long min, long max) =>
        min + (long)(Noise.Of(seed, $"{meter}/start").At(0) * (max - min));
}
