using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>There is no room for a tick's record. Nothing of it was stored; the same tick is tried again.</summary>
internal sealed class JournalFullException(SqliteException cause) : Exception("no room for the journal", cause)
{
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;

    public static bool IsNoRoom(SqliteException e) => e.SqliteErrorCode is SqliteFull or SqliteIoError;
}
