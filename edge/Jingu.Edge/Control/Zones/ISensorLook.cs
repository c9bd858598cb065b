namespace Jingu.Edge.Control.Zones;

/// <summary>One sensor or wall switch that is looked at now and then. Used by one task.</summary>
internal interface ISensorLook : IAsyncDisposable
{
    /// <summary>
    /// Asks it, and tells <see cref="SensorReadings"/> what it said or why it said nothing; never throws for what a
    /// device does.
    /// </summary>
    ValueTask LookAsync(CancellationToken stop);
}
