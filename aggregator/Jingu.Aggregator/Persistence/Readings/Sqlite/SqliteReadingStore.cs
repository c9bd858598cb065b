using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>
/// The embedded store: one file, WAL, every commit synchronised to the disk. Keeps everything.
/// Work runs on a thread of the pool, since SQLite's own asynchronous methods block.
/// </summary>
internal sealed class SqliteReadingStore(string file) : IReadingStore
{
    /// <summary>
    /// How long a connection waits for another one's lock. The provider's own retries cost 150 ms each.
    /// </summary>
    private const int BusyMaxMs = 5000;

    /// <summary>The log of changes shrinks back to this after a large batch.</summary>
    private const int LogBytesMax = 16 * 1024 * 1024;

    private readonly Lock _writing = new();
    private SqliteReadingWriter? _writer;

    public string Description { get; } = $"SQLite {SqliteVersion()} (embedded)";

    /// <summary>
    /// The file refuses to grow beyond so many pages of 4 KiB, as on a full disk. Null: no limit of our own.
    /// </summary>
    public int? PagesMax { get; init; }

    public Task OpenAsync(CancellationToken stop) => Task.Run(
        () =>
        {
            CreateFolder();
            Guarded(() =>
            {
                using var connection = Connect(SqliteOpenMode.ReadWriteCreate);
                using (var log = connection.Reusable("PRAGMA journal_mode = WAL"))
                    log.ExecuteNonQuery();
                SchemaScripts.Apply(connection, file);
                return true;
            });
        },
        stop);

    public DateTimeOffset? KeepsFrom(DateTimeOffset now) => null;

    public Task<ImmutableArray<EntryKey>> WriteAsync(
        IReadOnlyCollection<StoredSample> samples,
        IReadOnlyCollection<StoredInterval> intervals,
        CancellationToken stop) =>
        Task.Run(
            () =>
            {
                var offenders = EntryChecks.Offenders(samples, intervals);
                Guarded(() => Write(
                    samples.Where(sample => !offenders.Contains(sample.Origin)),
                    intervals.Where(interval => !offenders.Contains(interval.Origin)),
                    stop));
                return offenders.ToImmutableArray();
            },
            stop);

    public Task<IReadOnlyList<StoredInterval>> IntervalsAsync(
        PointId point, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<StoredInterval>>(
            connection => SqliteReadingQueries.Intervals(connection, point, from, to), stop);

    public Task<StoredInterval?> LastIntervalAsync(PointId point, DateTimeOffset before, CancellationToken stop) =>
        ReadAsync(connection => SqliteReadingQueries.LastInterval(connection, point, before), stop);

    public Task<IReadOnlyList<PointSum>> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<PointSum>>(connection => SqliteReadingQueries.Sum(connection, from, to), stop);

    public Task<IReadOnlyList<StoredSample>> SamplesAsync(
        MeterId meter, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        ReadAsync<IReadOnlyList<StoredSample>>(
            connection => SqliteReadingQueries.Samples(connection, meter, from, to), stop);

    public Task<IReadOnlyDictionary<MeterId, DateTimeOffset>> LastAnswersAsync(CancellationToken stop) =>
        ReadAsync<IReadOnlyDictionary<MeterId, DateTimeOffset>>(SqliteReadingQueries.LastAnswers, stop);

    public Task<StoreCounts> CountAsync(CancellationToken stop) => ReadAsync(SqliteReadingQueries.Count, stop);

    public ValueTask DisposeAsync()
    {
        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }
        return ValueTask.CompletedTask;
    }

    private static string SqliteVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.ServerVersion;
    }

    private bool Write(IEnumerable<StoredSample> samples, IEnumerable<StoredInterval> intervals, CancellationToken stop)
    {
        lock (_writing)
        {
            var writer = _writer ?? new(Connect(SqliteOpenMode.ReadWrite));
            _writer = null;
            try
            {
                writer.Write(samples, intervals, stop);
                _writer = writer;
                return true;
            }
            finally
            {
                if (_writer is null)
                    writer.Dispose();
            }
        }
    }

    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken stop) => Task.Run(
        () => Guarded(() =>
        {
            using var connection = Connect(SqliteOpenMode.ReadOnly);
            return query(connection);
        }),
        stop);

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(address.ConnectionString);
        connection.Open();
        var pages = PagesMax is { } max ? $"PRAGMA max_page_count = {max};" : "";
        using var settings = connection.Reusable(
            $"""
            PRAGMA busy_timeout = {BusyMaxMs};
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = {LogBytesMax};
            {pages}
            """);
        settings.ExecuteNonQuery();
        return connection;
    }

    private void CreateFolder()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReadingStoreException(
                $"The folder '{folder}' cannot be made ({fault.Message}): make it, or name another.", fault);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException fault)
        {
            throw fault.ToSentence(file);
        }
    }
}
