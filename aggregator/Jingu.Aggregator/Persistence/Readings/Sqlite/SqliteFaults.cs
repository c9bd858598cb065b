using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>What SQLite's result codes (sqlite.org/rescode.html) mean to an operator.</summary>
internal static class SqliteFaults
{
    public static ReadingStoreException ToSentence(this SqliteException fault, string file) =>
        new(Sentence(fault, file), fault);

    private static string Sentence(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        5 or 6 => $"'{file}' is locked by another program: end it; the batch is kept and written again.",
        8 => $"'{file}' cannot be written: give the aggregator's user the right to write the file and its folder.",
        10 => $"'{file}' cannot be read or written ({fault.Message}): check the disk, then let the aggregator go on.",
        11 => $"'{file}' is damaged ({fault.Message}): stop the aggregator, set the file aside and restore a backup; "
            + "gateways keep what was not acknowledged.",
        13 => $"No room for '{file}': free space on its disk; the batch is kept and written again.",
        14 => $"'{file}' cannot be opened: check that its folder exists and belongs to the aggregator's user.",
        26 => $"'{file}' is not a reading store: set the file aside and restore a backup, or name another folder.",
        _ => $"'{file}' failed with SQLite code {fault.SqliteExtendedErrorCode}: {fault.Message}",
    };
}
