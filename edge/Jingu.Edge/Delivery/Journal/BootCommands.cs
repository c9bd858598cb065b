using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of boots and of entries that wait for an offset. Guarded by the store's lock.</summary>
internal static class BootCommands
{
    private const long MicrosecondTicks = TimeSpan.TicksPerMicrosecond;

    /// <summary>All boots, the newest last.</summary>
    public static ImmutableArray<BootRecord> Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT number, id, kernel, undated_from_ms, begun_ms, uncertainty_ms, reference_ms, reference_error_us, "
                + "spoiled, last_ms, last_site_ms, last_trust FROM boot ORDER BY number";
        var boots = ImmutableArray.CreateBuilder<BootRecord>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            boots.Add(ToRecord(reader));
        return boots.ToImmutable();
    }

    public static void Write(SqliteConnection connection, BootRecord boot, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT OR REPLACE INTO boot VALUES ($number, $id, $kernel, $undated, $begun, $uncertainty, $reference, "
                + "$error, $spoiled, $last, $site, $trust)";
        Add(command, "$number", boot.Number);
        Add(command, "$id", boot.Id.ToBytes());
        Add(command, "$kernel", boot.Kernel);
        Add(command, "$undated", Milliseconds(boot.UndatedFrom));
        Add(command, "$begun", boot.Begun?.ToUnixTimeMilliseconds());
        Add(command, "$uncertainty", Milliseconds(boot.Uncertainty));
        Add(command, "$reference", Milliseconds(boot.Reference?.At));
        Add(command, "$error", boot.Reference?.Error.Ticks / MicrosecondTicks);
        Add(command, "$spoiled", boot.IsSpoiled ? 1 : 0);
        Add(command, "$last", Milliseconds(boot.Last.SinceBoot));
        Add(command, "$site", boot.Last.Site.ToUnixTimeMilliseconds());
        Add(command, "$trust", (int)boot.Last.Trust);
        command.ExecuteNonQuery();
    }

    /// <summary>The boots that entries wait for, the earliest first.</summary>
    public static List<int> Waiting(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT boot FROM (SELECT boot FROM samples WHERE boot IS NOT NULL "
            + "UNION SELECT boot FROM events WHERE boot IS NOT NULL) ORDER BY boot";
        var boots = new List<int>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            boots.Add(reader.GetInt32(0));
        return boots;
    }

    /// <summary>The first samples that wait for a boot's offset.</summary>
    public static List<(long Sequence, int Catalogue, byte[] Body)> ReadWaiting(
        SqliteConnection connection, int boot, int entriesMax)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT sequence, catalogue, body FROM samples WHERE boot=$boot ORDER BY sequence LIMIT $most";
        Add(command, "$boot", boot);
        Add(command, "$most", entriesMax);
        var rows = new List<(long, int, byte[])>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows.Add((reader.GetInt64(0), reader.GetInt32(1), (byte[])reader[2]));
        return rows;
    }

    /// <summary>
    /// Entries of a boot up to a sequence wait no more; for retention they are as old as its offset says. Without one
    /// they are as old as <paramref name="atLatest"/>: the boot is over and a person must date it at the aggregator.
    /// </summary>
    public static void Release(
        SqliteConnection connection, JournalStream stream, int boot, long upTo, DateTimeOffset? begun,
        DateTimeOffset atLatest, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var table = stream == JournalStream.Samples ? "samples" : "events";
#pragma warning disable CA2100 // A text of this class with its own table names, no input.
        command.CommandText = $"UPDATE {table} SET instant_ms = CASE WHEN $begun IS NULL THEN $latest "
            + "ELSE instant_ms + $begun END, boot = NULL WHERE boot=$boot AND sequence <= $upTo";
#pragma warning restore CA2100
        Add(command, "$begun", begun?.ToUnixTimeMilliseconds());
        Add(command, "$latest", atLatest.ToUnixTimeMilliseconds());
        Add(command, "$boot", boot);
        Add(command, "$upTo", upTo);
        command.ExecuteNonQuery();
    }

    private static BootRecord ToRecord(SqliteDataReader reader) => new(
        reader.GetInt32(0),
        BootId.FromBytes((byte[])reader[1]),
        reader.GetString(2),
        Duration(reader, 3),
        Number(reader, 4) is { } begun ? DateTimeOffset.FromUnixTimeMilliseconds(begun) : null,
        Duration(reader, 5),
        Duration(reader, 6) is { } at ? new(at, new(reader.GetInt64(7) * MicrosecondTicks)) : null,
        reader.GetInt64(8) != 0,
        new(
            TimeSpan.FromMilliseconds(reader.GetInt64(9)), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(10)),
            (ClockTrust)reader.GetInt64(11)));

    private static long? Number(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static TimeSpan? Duration(SqliteDataReader reader, int column) =>
        Number(reader, column) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static long? Milliseconds(TimeSpan? duration) => duration?.Ticks / TimeSpan.TicksPerMillisecond;

    private static void Add(SqliteCommand command, string name, object? value) =>
        command.Parameters.AddWithValue(name, value ?? DBNull.Value);
}
