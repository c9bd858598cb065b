namespace Jingu.Lighting.Zones;

/// <summary>
/// Lamps give what daylight lacks: a closed loop on sensors at the ceiling, which see daylight and lamps together.
/// </summary>
/// <param name="TargetLux">
/// What the sensor shows when the desk has enough, lx, 1 to 10,000: taken at commissioning with the darkest desk at its
/// target, and so much more that the lower edge of the dead-band still is enough.
/// </param>
/// <param name="FullLux">
/// What the lamps alone at full light make the sensor show, lx, 10 to 10,000: taken at night. A wrong figure makes the
/// loop slower or its steps larger; up to half of the truth it still settles.
/// </param>
public sealed record DaylightRule(int TargetLux, int FullLux)
{
    /// <summary>
    /// How far the sensor may be off the target before anything moves, percent of it, 2 to 40. 10 to 15 is a convention
    /// of the trade, not confirmed.
    /// </summary>
    public int DeadBandPercent { get; init; } = 10;

    /// <summary>
    /// From a change of light to the first reading that counts again, 1 s to 5 min: longer than lamps take to follow.
    /// </summary>
    public TimeSpan StepEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most that a step adds, thousandths of full light, 1 to 1,000.</summary>
    public int StepUp { get; init; } = 200;

    /// <summary>The most that a step takes away, thousandths of full light, 1 to 200: nobody shall see it.</summary>
    public int StepDown { get; init; } = 20;

    /// <summary>How long it must be too bright before a step down, 0 s to 30 min.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Lamps at their least light go off when the sensor shows this much, percent of the target, 110 to 1,000, for
    /// <see cref="OffAfter"/>; never while their own light would be missed.
    /// </summary>
    public int OffAbovePercent { get; init; } = 150;

    /// <summary>How long the surplus must last, 1 min to 2 h.</summary>
    public TimeSpan OffAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The sensor shows less than this: more light.</summary>
    internal long Low => (long)TargetLux * (100 - DeadBandPercent) / 100;

    /// <summary>The sensor shows more than this: less light.</summary>
    internal long High => (long)TargetLux * (100 + DeadBandPercent) / 100;

    /// <summary>The lamps are not needed at all, even without what they give at this light.</summary>
    internal long OffAbove(int light) =>
        long.Max((long)TargetLux * OffAbovePercent / 100, High + ((long)FullLux * light / ZoneRules.Whole));

    /// <summary>The light that changes what the sensor shows by so many lux, thousandths.</summary>
    internal int LightFor(long lux) =>
        (int)long.Clamp(lux * ZoneRules.Whole / FullLux, -ZoneRules.Whole, ZoneRules.Whole);
}
