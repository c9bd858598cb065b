using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of the journal, each statement prepared once. Guarded by the store's lock.</summary>
internal sealed class JournalCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public JournalId ReadIdentity() =>
        JournalId.FromBytes((byte[])Command("SELECT journal FROM identity").ExecuteScalar()!);

    public Dictionary<JournalStream, StreamState> ReadStreams()
    {
        var settled = new List<(JournalStream Stream, (long, long, Outcome) Range)>();
        using (var reader = Command("SELECT stream, first, last, outcome FROM settled ORDER BY stream, first")
            .ExecuteReader())
        {
            while (reader.Read())
            {
                settled.Add(((JournalStream)reader.GetInt64(0),
                    (reader.GetInt64(1), reader.GetInt64(2), (Outcome)reader.GetInt64(3))));
            }
        }
        var streams = new Dictionary<JournalStream, StreamState>();
        using var rows = Command("SELECT stream, last, told, made, missing, sent_again FROM stream").ExecuteReader();
        while (rows.Read())
        {
            var stream = (JournalStream)rows.GetInt64(0);
            var ranges = settled.Where(pair => pair.Stream == stream).Select(pair => pair.Range);
            streams.Add(stream,
                StreamState.Load(
                    rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), ranges));
        }
        return streams;
    }

    public void WriteStream(
        JournalStream stream, StreamState state, long last, (long Made, long Missing) added,
        SqliteTransaction transaction)
    {
        Run(
            "UPDATE stream SET last=$last, told=$told, made=$made, missing=$missing, sent_again=$again "
            + "WHERE stream=$stream",
            transaction,
            ("$last", last), ("$told", state.ToldAfter(last)), ("$made", state.Made + added.Made),
            ("$missing", state.Missing + added.Missing),
            ("$again", state.SentAgain), ("$stream", (long)stream));
        if (!state.IsChanged)
            return;
        Run("DELETE FROM settled WHERE stream=$stream", transaction, ("$stream", (long)stream));
        foreach (var (first, end, outcome) in state.RangesByOutcome)
        {
            Run(
                "INSERT INTO settled VALUES ($stream, $first, $last, $outcome)", transaction,
                ("$stream", (long)stream), ("$first", first), ("$last", end), ("$outcome", (long)outcome));
        }
    }

    /// <param name="boot">Of an undated entry, the number of the boot whose offset it waits for.</param>
    public void Insert(
        long sequence, Entry entry, byte[] body, int catalogue, int boot, SqliteTransaction transaction)
    {
        Run(
            $"INSERT INTO {Table(entry.Stream)} (sequence, instant_ms, catalogue, body) "
                + "VALUES ($sequence, $instant, $catalogue, $body)",
            transaction,
            ("$sequence", sequence), ("$instant", InstantOf(entry).ToUnixTimeMilliseconds()),
            ("$catalogue", (long)catalogue), ("$body", body));
        if (entry is Entry.Undated)
        {
            Run(
                $"UPDATE {Table(entry.Stream)} SET boot=$boot WHERE sequence=$sequence", transaction,
                ("$boot", (long)boot), ("$sequence", sequence));
        }
    }

    public List<(int Catalogue, byte[] Body)> Read(
        JournalStream stream, long first, long last, int entriesMax, int bytesMax)
    {
        var command = Command(
            $"SELECT sequence, catalogue, body FROM {Table(stream)} WHERE sequence BETWEEN $first AND $last ORDER BY "
                + $"sequence LIMIT $most");
        Bind(command, ("$first", first), ("$last", last), ("$most", (long)entriesMax));
        var rows = new List<(int, byte[])>();
        var bytes = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var body = (byte[])reader[2];
            bytes += body.Length;
            if (reader.GetInt64(0) != first + rows.Count || (rows.Count > 0 && bytes > bytesMax))
                break;
            rows.Add((reader.GetInt32(1), body));
        }
        return rows;
    }

    public long? FirstFrom(JournalStream stream, long sequence)
    {
        var command = Command($"SELECT min(sequence) FROM {Table(stream)} WHERE sequence>=$sequence");
        Bind(command, ("$sequence", sequence));
        return command.ExecuteScalar() as long?;
    }

    /// <summary>When an entry was made; of an undated one, given the boot it is asked in.</summary>
    /// <param name="boot">Number and beginning of the boot that runs, by a clock that may be wrong.</param>
    public DateTimeOffset? InstantOf(JournalStream stream, long sequence, (int Number, DateTimeOffset Begun)? boot)
    {
        var undated = stream == JournalStream.Intervals ? "NULL" : "boot";
        var command = Command($"SELECT instant_ms, {undated} FROM {Table(stream)} WHERE sequence=$sequence");
        Bind(command, ("$sequence", sequence));
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return null;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0));
        return reader.IsDBNull(1) ? instant
            : boot is { } running && running.Number == reader.GetInt32(1)
                ? running.Begun + (instant - DateTimeOffset.UnixEpoch)
                : null;
    }

    /// <summary>Undated entries have no age yet, and stay.</summary>
    public int Delete(
        JournalStream stream, IReadOnlyList<(long First, long Last)> settled, DateTimeOffset before, int most)
    {
        var deleted = 0;
        var dated = stream == JournalStream.Intervals ? "" : "AND boot IS NULL";
        foreach (var (first, last) in settled)
        {
            deleted += Run(
                $"DELETE FROM {Table(stream)} WHERE sequence IN (SELECT sequence FROM {Table(stream)} "
                + $"WHERE sequence BETWEEN $first AND $last AND instant_ms < $before {dated} ORDER BY sequence "
                + "LIMIT $most)",
                null,
                ("$first", first), ("$last", last), ("$before", before.ToUnixTimeMilliseconds()),
                ("$most", (long)(most - deleted)));
        }
        return deleted;
    }

    /// <summary>Drops what is settled and numbers the rest from 1; returns how many are left.</summary>
    public long Renumber(JournalStream stream, StreamState state, SqliteTransaction transaction)
    {
        foreach (var (first, last) in state.SettledRanges)
        {
            Run($"DELETE FROM {Table(stream)} WHERE sequence BETWEEN $first AND $last", transaction, ("$first", first),
                ("$last", last));
        }
        var left = ReadSequences(stream, transaction);
        // Rising order, and each new number is at most the old one: no number is used twice in between.
        for (var i = 0; i < left.Count; i++)
        {
            Run(
                $"UPDATE {Table(stream)} SET sequence=$new WHERE sequence=$old", transaction,
                ("$new", (long)(i + 1)), ("$old", left[i]));
        }
        return left.Count;
    }

    public Dictionary<int, byte[]> ReadCatalogues()
    {
        var catalogues = new Dictionary<int, byte[]>();
        using var reader = Command("SELECT number, body FROM catalogue").ExecuteReader();
        while (reader.Read())
            catalogues.Add(reader.GetInt32(0), (byte[])reader[1]);
        return catalogues;
    }

    public void InsertCatalogue(int number, byte[] body) =>
        Run("INSERT INTO catalogue VALUES ($number, $body)", null, ("$number", (long)number), ("$body", body));

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
    }

    /// <summary>The sequences that are there, in rising order.</summary>
    public List<long> ReadSequences(JournalStream stream, SqliteTransaction? transaction)
    {
        var command = Command($"SELECT sequence FROM {Table(stream)} ORDER BY sequence");
        command.Transaction = transaction;
        var sequences = new List<long>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            sequences.Add(reader.GetInt64(0));
        return sequences;
    }

    private static string Table(JournalStream stream) => Topics.NameOf(stream);

    private static DateTimeOffset InstantOf(Entry entry) => entry switch
    {
        Entry.Samples samples => samples.Instant,
        Entry.Intervals intervals => intervals.Items.Min(interval => interval.Start),
        Entry.Event happened => happened.Item.Instant,
        Entry.Undated undated => InstantOf(undated.Taken),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <summary>Runs a statement with values by name; returns the rows changed.</summary>
    public int Run(string sql, SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = Command(sql);
        command.Transaction = transaction;
        Bind(command, values);
        return command.ExecuteNonQuery();
    }

    public static void Bind(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (command.Parameters.Contains(name))
                command.Parameters[name].Value = value;
            else
                command.Parameters.AddWithValue(name, value);
        }
    }

    /// <summary>A statement, prepared once.</summary>
    public SqliteCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command))
            return command;
        command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class with its own table names, no input.
        command.CommandText = sql;
#pragma warning restore CA2100
        _commands.Add(sql, command);
        return command;
    }
}
