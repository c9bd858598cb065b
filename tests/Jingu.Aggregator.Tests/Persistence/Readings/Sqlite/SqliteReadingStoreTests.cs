using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Readings.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;
using static Jingu.Aggregator.Tests.Persistence.Readings.Batches;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Sqlite;

public sealed class SqliteReadingStoreTests : ReadingStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-readings-").FullName;

    private string FileName => Path.Combine(_folder, "deeper", "readings.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_the_same_batch_goes_in_once_there_is_room()
    {
        await Store.DisposeAsync();
        StoredSample[] batch = [.. Ticks(50, 40)];
        await using (var narrow = new SqliteReadingStore(FileName) { PagesMax = 20 })
        {
            await narrow.OpenAsync(default);
            var fault = await Assert.ThrowsAsync<ReadingStoreException>(() => narrow.WriteAsync(batch, [], default));
            Assert.Contains("free space", fault.Message, StringComparison.Ordinal);
            Assert.Empty((await narrow.CountAsync(default)).PerStream);
        }

        await WriteAsync(batch, []);

        Assert.Equal(2000, Assert.Single((await Store.CountAsync(default)).PerStream).Items);
    }

    [Fact]
    public async Task A_file_that_is_no_reading_store_is_said()
    {
        await Store.DisposeAsync();
        DeleteLog();
        await File.WriteAllTextAsync(FileName, new string('x', 8192));

        var fault = await Assert.ThrowsAsync<ReadingStoreException>(() => Store.OpenAsync(default));

        Assert.Contains("is not a reading store", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_said_and_nothing_is_taken_as_stored()
    {
        await WriteAsync([.. Ticks(20, 100)], []);
        await Store.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(FileName);
        bytes.AsSpan(4096).Fill(0x5A);
        await File.WriteAllBytesAsync(FileName, bytes);

        var fault = await Assert.ThrowsAsync<ReadingStoreException>(
            () => Store.WriteAsync([.. Ticks(20, 100)], [], default));

        Assert.Contains("is damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_what_to_do()
    {
        await Store.DisposeAsync();
        await ExecuteAsync("PRAGMA user_version = 99");

        var fault = await Assert.ThrowsAsync<ReadingStoreException>(() => Store.OpenAsync(default));

        Assert.Contains("schema 99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("install the newer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_first_schema_is_taken_up_and_its_intervals_are_of_the_first_epoch()
    {
        var first = Interval(Intervals(1), "p", Start, 42);
        await WriteAsync([], [first]);
        await Store.DisposeAsync();
        await ExecuteAsync("ALTER TABLE interval DROP COLUMN epoch; PRAGMA user_version = 1");

        await Store.OpenAsync(default);

        Assert.Equal(first, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
    }

    [Fact]
    public async Task The_first_word_stands_between_two_journals()
    {
        var first = Interval(Intervals(1), "p", Start, 42);
        await WriteAsync([], [first]);

        await WriteAsync([], [Interval(Intervals(1, OtherJournal), "p", Start, 43)]);

        Assert.Equal(first, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
    }

    [Fact]
    public async Task A_write_that_is_stopped_stores_nothing()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.WriteAsync([.. Ticks(2, 2)], [], stopped.Token));

        Assert.Empty((await Store.CountAsync(default)).PerStream);
    }

    private protected override IReadingStore NewStore() => new SqliteReadingStore(FileName);

    private void DeleteLog()
    {
        File.Delete(FileName + "-wal");
        File.Delete(FileName + "-shm");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={FileName};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
