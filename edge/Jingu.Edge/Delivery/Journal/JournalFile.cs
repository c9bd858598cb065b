using System.Globalization;
using System.Security.Cryptography;
using Jingu.Contracts.Ids;
using Jingu.Yaml;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>Why a journal is a new one.</summary>
/// <param name="Cause">As events write it: <c>first</c> or <c>damaged</c>.</param>
/// <param name="Why">Goes into a sentence.</param>
internal sealed record NewJournal(string Cause, string Why);

/// <summary>
/// Opens the SQLite file of journal and ledgers: makes it, brings it up to date, or sets a damaged one aside.
/// </summary>
internal static class JournalFile
{
    /// <summary>The numbered scripts applied so far; a file with a higher number is from a newer program.</summary>
    public const int SchemaVersion = 14;

    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    /// <summary>Why a journal is new; null when it was found whole.</summary>
    public static (SqliteConnection Connection, NewJournal? New) Open(string file, long? pagesMax)
    {
        var made = File.Exists(file) ? null : new NewJournal("first", "there was none");
        if (made is null && FindDamage(file) is { } damage)
        {
            var aside = SetAside(file);
            made = new("damaged", $"the one found was damaged ({damage}) and now lies at {aside}");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var connection = Connect(file);
        Execute(connection, "PRAGMA journal_mode=WAL");
        if (pagesMax is { } pages)
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={pages}"));
        Migrate(connection, file);
        return (connection, made);
    }

    /// <summary>Opens an existing file for reading beside the gateway that writes it.</summary>
    public static SqliteConnection OpenToRead(string file)
    {
        if (!File.Exists(file))
            throw new ConfigurationException(file, "there is no journal: has the gateway run with this configuration?");
        var connection = Connect(file);
        var version = VersionOf(connection);
        if (version == SchemaVersion)
            return connection;
        connection.Dispose();
        throw new ConfigurationException(
            file, $"is of schema {version}, and this jingu-edge reads {SchemaVersion}: use the program that the "
                + "gateway runs, or start the gateway once with this one.");
    }

    private static SqliteConnection Connect(string file)
    {
        var connection =
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA journal_size_limit=8388608");
        return connection;
    }

    private static string? FindDamage(string file)
    {
        try
        {
            using var connection = Connect(file);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            var answer = (string)command.ExecuteScalar()!;
            return answer == "ok" ? null : answer;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase)
        {
            return e.Message;
        }
    }

    private static string SetAside(string file)
    {
        var number = 1;
        while (File.Exists($"{file}.damaged-{number}"))
            number++;
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(file + suffix))
                File.Move(file + suffix, $"{file}.damaged-{number}{suffix}");
        }
        return $"{file}.damaged-{number}";
    }

    private static void Migrate(SqliteConnection connection, string file)
    {
        var version = VersionOf(connection);
        if (version > SchemaVersion)
        {
            throw new ConfigurationException(
                file, $"was written by a newer jingu-edge (schema {version}, known here: {SchemaVersion}): install "
                    + $"that version again.");
        }
        for (var number = version + 1; number <= SchemaVersion; number++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Script(number), transaction);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={number}"),
                transaction);
            if (number == 1)
                WriteIdentity(connection, transaction, NewIdentity());
            transaction.Commit();
        }
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = "PRAGMA user_version";
        return (long)ask.ExecuteScalar()!;
    }

    /// <summary>A new life of the journal.</summary>
    public static JournalId NewIdentity() => JournalId.FromBytes(RandomNumberGenerator.GetBytes(JournalId.Size));

    public static void WriteIdentity(SqliteConnection connection, SqliteTransaction transaction, JournalId journal)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM identity; INSERT INTO identity VALUES ($journal)";
        command.Parameters.AddWithValue("$journal", journal.ToBytes());
        command.ExecuteNonQuery();
    }

    private static string Script(long number)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{typeof(JournalFile).Namespace}.Scripts.{number:000}.sql");
        using var reader = new StreamReader(typeof(JournalFile).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Texts of this class and its embedded scripts, no input.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
