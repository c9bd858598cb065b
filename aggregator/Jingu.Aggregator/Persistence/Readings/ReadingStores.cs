using Jingu.Aggregator.Persistence.Readings.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>Chooses the reading store that the configuration asks for.</summary>
public static class ReadingStores
{
    /// <summary>The embedded store's file in the aggregator's folder.</summary>
    public const string FileName = "readings.db";

    public static IReadingStore Create(string folder) => new SqliteReadingStore(Path.Combine(folder, FileName));
}
