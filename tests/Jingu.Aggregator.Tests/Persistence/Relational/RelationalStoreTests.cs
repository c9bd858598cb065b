using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Relational;

public sealed class RelationalStoreTests : IDisposable
{
    private static readonly StreamKey Key = new(
        new("gateway-1"), JournalId.Parse(new string('a', 32)), JournalStream.Intervals);

    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-relational-").FullName;

    private string FilePath => Path.Combine(_folder, "relational.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Ranges_grow_together_and_outlive_the_program()
    {
        var store = await OpenAsync();
        await store.CommitAsync(Stored(1, 4), default);
        await store.CommitAsync(Stored(9, 12), default);
        await store.CommitAsync(Stored(5, 8), default);
        await store.CommitAsync(Stored(20, 20), default);

        var again = await OpenAsync();

        Assert.Equal<SequenceRange>([new(1, 12), new(20, 20)], (await again.CommittedAsync(Key, default)).Ranges);
        Assert.Empty((await again.CommittedAsync(Key with { Stream = JournalStream.Samples }, default)).Ranges);
    }

    [Fact]
    public async Task A_file_of_a_newer_schema_is_refused_with_a_sentence()
    {
        await OpenAsync();
        await ExecuteAsync("PRAGMA user_version = 99");

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(OpenAsync);

        Assert.Contains("has schema 99", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>What is proposed may be about a lighting zone since: the table was made anew.</summary>
    [Fact]
    public async Task Proposals_of_before_zones_are_kept_as_they_were()
    {
        var store = await OpenAsync();
        await ExecuteAsync("DROP TABLE proposal");
        await ExecuteAsync(await ScriptAsync("CREATE TABLE proposal ("));
        await ExecuteAsync("""
            INSERT INTO proposal VALUES ('p-1', 'approve-cut', 'unit-01', 'water', 'd-1', NULL, 7, 'wang', 'wang', 'r',
                1, 2, 'confirmed', 'li', 'li', 'yes', 3, 'a b')
            """);
        await ExecuteAsync(await ScriptAsync("CREATE TABLE proposal_of_zones ("));

        var proposal = (await new ProposalStore(store).FindAsync("p-1", default))!;

        Assert.Equal(
            new CommandAction.ApproveCut(new("unit-01"), Resource.Water, "d-1"), proposal.Action);
        Assert.Equal(
            (ProposalState.Confirmed, "li", "yes", "a,b"),
            (proposal.State, proposal.Second!.Name, proposal.SecondReason, string.Join(',', proposal.Commands)));
    }

    [Fact]
    public async Task A_commit_is_whole_or_nothing()
    {
        var store = await OpenAsync();
        await ExecuteAsync("DROP TABLE counter");

        await Assert.ThrowsAsync<SqliteException>(
            () => store.CommitAsync(Stored(1, 4) with { Counted = new(1, 0) }, default));

        Assert.Empty((await store.CommittedAsync(Key, default)).Ranges);
    }

    [Fact]
    public async Task What_was_parked_first_is_taken_up_first_whatever_its_journal_is_called()
    {
        var store = await OpenAsync();
        var replaced = Key with { Journal = JournalId.Parse(new string('0', 32)) };
        await store.CommitAsync(new(
            System.Collections.Immutable.ImmutableDictionary<StreamKey, SequenceRanges>.Empty,
            [Parked(replaced, 1, minute: 9), Parked(Key, 2, minute: 5), Parked(Key, 1, minute: 5)], [], [], default),
            default);

        var first = Assert.Single(await store.ParkedBatchesAsync(null, 1, default));
        var rest = await store.ParkedBatchesAsync(first, 10, default);

        Assert.Equal((Key, 1), (first.Key, first.Range.First));
        Assert.Equal([(Key, 2L), (replaced, 1L)], rest.Select(batch => (batch.Key, batch.Range.First)));
    }

    private static ParkedBatch Parked(StreamKey key, long sequence, int minute) => new(
        key, new(sequence, sequence), "unknown", new DateTimeOffset(2026, 3, 2, 12, minute, 0, TimeSpan.Zero), [1]);

    private static Commit Stored(long first, long last) => new(
        System.Collections.Immutable.ImmutableDictionary<StreamKey, SequenceRanges>.Empty.Add(
            Key, SequenceRanges.Of([new SequenceRange(first, last)])),
        [], [], [], default);

    private async Task<RelationalStore> OpenAsync()
    {
        var store = new RelationalStore(FilePath);
        await store.OpenAsync(default);
        return store;
    }

    /// <summary>The one that has a text in it.</summary>
    private static async Task<string> ScriptAsync(string having)
    {
        var assembly = typeof(RelationalStore).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(
            name => name.Contains(".Relational.Scripts.", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            if (await reader.ReadToEndAsync() is var script && script.Contains(having, StringComparison.Ordinal))
                return script;
        }
        throw new InvalidOperationException($"No script has '{having}'.");
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={FilePath}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of ours.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
