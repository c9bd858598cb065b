namespace Jingu.Lines.I2c;

/// <summary>
/// The seam to parts on an I2C bus (design.md, section 5). Adapters map and decide nothing: when to open again, and
/// what a value means, is decided above. Safe from any thread.
/// </summary>
public interface II2cParts
{
    /// <summary>Takes a BH1750 light sensor. One that does not answer is not opened.</summary>
    ValueTask<LineOpening<ILightSensor>> OpenLightSensorAsync(I2cAddress address, CancellationToken stop);
}

/// <summary>A light sensor. One caller at a time; disposing is safe from any thread.</summary>
public interface ILightSensor : IAsyncDisposable
{
    /// <summary>Measures once, which takes up to <see cref="Bh1750.MeasuringMax"/> of machine time.</summary>
    ValueTask<LightOutcome> MeasureAsync(CancellationToken stop);
}

/// <summary>What came of measuring light.</summary>
public abstract record LightOutcome
{
    private LightOutcome()
    {
    }

    /// <param name="Lux">0 to 54,612.5 lx.</param>
    public sealed record Light(double Lux) : LightOutcome;

    /// <summary>The part does not answer any more: dispose it and open it again.</summary>
    public sealed record Gone(string Detail) : LightOutcome;
}
