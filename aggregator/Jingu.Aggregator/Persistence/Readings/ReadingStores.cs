using Jingu.Aggregator.Persistence.Readings.Influx;
using Jingu.Aggregator.Persistence.Readings.Sqlite;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>Chooses the reading store that the configuration asks for.</summary>
public static class ReadingStores
{
    /// <summary>The embedded store's file in the aggregator's folder.</summary>
    public const string FileName = "readings.db";

    /// <summary>The database where the configuration names none.</summary>
    public const string DatabaseDefault = "jingu";

    /// <summary>
    /// A store that is not opened yet: InfluxDB when <paramref name="influx"/> is given, else the embedded one in
    /// <paramref name="folder"/>. Throws <see cref="ReadingStoreException"/> when the address or the database's name
    /// cannot be used.
    /// </summary>
    public static IReadingStore Create(string folder, Uri? influx, string? database, MachineTime time) => influx is null
        ? new SqliteReadingStore(Path.Combine(folder, FileName))
        : new InfluxReadingStore(new(influx, database ?? DatabaseDefault), time);
}
