namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Chooses who carries the lines: InfluxDB.Client where it was built in and the server has its write endpoint.
/// </summary>
internal static class LineWriters
{
    public static ILineWriter For(InfluxAddress address, InfluxVersion version, HttpClient http)
    {
#if DRIVERS_NUGET
        if (version.TakesV2Writes)
            return new NuGet.InfluxClientReadingWriter(address, version);
#endif
        return new HttpLineWriter(address, http);
    }

    /// <summary>Which library writes, and why, for <c>--version</c> and reports.</summary>
    public static string Describe(ILineWriter writer, InfluxVersion version)
    {
#if DRIVERS_NUGET
        var why = version.TakesV2Writes ? "" : " (InfluxDB.Client needs 1.8 or later)";
#else
        var why = "";
#endif
        return $"InfluxDB {version} by {writer.Description}{why}";
    }
}
