using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;
using Jingu.Yaml;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Journal;

public sealed class JournalStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();

    [Fact]
    public void What_was_saved_is_there_after_reopening_and_numbers_go_on()
    {
        JournalId life;
        using (var journal = Open())
        {
            life = journal.Id;
            Save(journal, Event("one"), Event("two"));
            journal.Settle(JournalStream.Events, 1, 1, Outcome.Stored);
        }
        using var again = Open();
        Save(again, Event("three"));

        Assert.Equal(life, again.Id);
        Assert.Equal(3, again.LastSequence(JournalStream.Events));
        Assert.Equal((2L, 3L), again.FirstUnsettled(JournalStream.Events, 1));
        Assert.Equal(["two", "three"], Texts(again, 2, 3));
    }

    [Fact]
    public void A_tick_is_stored_whole_or_not_at_all_and_the_same_numbers_serve_the_next_try()
    {
        using var journal = Open(pagesMax: 48);
        var block = Enumerable.Range(0, 400).Select(i => Event(new string((char)('a' + (i % 26)), 200))).ToArray();
        Assert.Throws<JournalFullException>(() => Save(journal, block));
        Assert.Equal(0, journal.LastSequence(JournalStream.Events));

        Save(journal, Event("fits"));
        Assert.Equal(["fits"], Texts(journal, 1, 1));
    }

    /// <summary>
    /// What is written before the aggregator has been heard stays apart, whatever is saved and however often it starts.
    /// </summary>
    [Fact]
    public void How_far_the_aggregator_may_know_is_kept_and_moves_only_after_it_was_heard()
    {
        using (var journal = Open())
        {
            Save(journal, Event("one"));
            journal.Agree(JournalStream.Events);
            Save(journal, Event("two"));
        }
        using var again = Open();
        Assert.False(again.IsAgreed(JournalStream.Events));
        Save(again, Event("three"));
        Assert.Equal(2, again.Told(JournalStream.Events));

        again.Agree(JournalStream.Events);
        Assert.Equal(3, again.Told(JournalStream.Events));
    }

    [Fact]
    public void A_damaged_file_is_set_aside_and_a_new_life_begins()
    {
        using (var journal = Open())
            Save(journal, Event("lost"));
        var file = _folder.At("journal.db");
        File.WriteAllBytes(file, [.. File.ReadAllBytes(file).Select((b, i) => i is > 100 and < 9000 ? (byte)0x5A : b)]);

        var (connection, made) = JournalFile.Open(file, null);
        using var again = new JournalStore(connection);
        Assert.Equal("damaged", made?.Cause);
        Assert.Contains("damaged", made!.Why, StringComparison.Ordinal);
        Assert.True(File.Exists(file + ".damaged-1"));
        Assert.Equal(0, again.LastSequence(JournalStream.Events));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused_with_a_sentence()
    {
        Open().Dispose();
        using (var connection = new SqliteConnection($"Data Source={_folder.At("journal.db")};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }
        var refused = Assert.Throws<ConfigurationException>(() => Open());
        Assert.Contains("newer jingu-edge", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_copy_of_itself_begins_a_new_life_with_all_that_is_not_delivered()
    {
        using var journal = Open();
        var before = journal.Id;
        Save(journal, Event("a"), Event("b"), Event("c"), Event("d"));
        journal.Settle(JournalStream.Events, 1, 1, Outcome.Stored);
        journal.Settle(JournalStream.Events, 3, 3, Outcome.Stored);
        journal.Renew();

        Assert.NotEqual(before, journal.Id);
        Assert.Equal(["b", "d"], Texts(journal, 1, 2));
        Assert.Equal((1L, 2L), journal.FirstUnsettled(JournalStream.Events, 1));
        Save(journal, Event("e"));
        Assert.Equal(["b", "d", "e"], Texts(journal, 1, 3));
    }

    [Fact]
    public void Only_settled_entries_are_ever_removed()
    {
        using var journal = Open();
        Save(journal, Event("a"), Event("b"), Event("c"));
        journal.Settle(JournalStream.Events, 2, 2, Outcome.Stored);

        Assert.Equal(1, journal.Prune(JournalStream.Events, Noon.AddYears(1), 100));
        Assert.Equal(["a"], Texts(journal, 1, 1));
        Assert.Equal(["c"], Texts(journal, 3, 3));
    }

    [Fact]
    public void What_was_removed_is_not_asked_for_again_and_the_rest_keeps_its_numbers()
    {
        using var journal = Open();
        Save(journal, Event("a"), Event("b"), Event("c"), Event("d"));
        journal.Settle(JournalStream.Events, 1, 4, Outcome.Stored);
        Assert.Equal(2, journal.Prune(JournalStream.Events, Noon.AddYears(1), 2));

        journal.Unsettle(JournalStream.Events, 1, 4);

        Assert.Equal((3L, 4L), journal.FirstUnsettled(JournalStream.Events, 1));
        Assert.Empty(Texts(journal, 1, 4));
        Assert.Equal(["c", "d"], Texts(journal, 3, 4));
    }

    [Fact]
    public void Ledgers_come_back_as_they_were()
    {
        var epoch = new LedgerEpoch(
            3, new MeterId("m"), new Scaling(Quantity.EnergyImport, 400, 7), 40, 100_000_000, 17, 5_000, 999_999_999);
        var ledger = new Ledger(
            new PointId("p"), epoch, Noon, 123, 4, 5_000_000_000,
            new LedgerBoundary(Noon, 77, Quality.Substituted), true, new(Noon.AddMinutes(40), 98))
        {
            Doubt = LedgerDoubt.Fell,
            DoubtCount = 99,
            Case = 12,
            Resolution = ResolutionLoss.Near,
        };
        ImmutableArray<RegisterReading> held = [new(Noon.AddMinutes(5), 99), new(Noon.AddMinutes(15), 100)];
        var other = ledger with { Point = new PointId("q"), Boundary = null };
        using (var journal = Open())
            journal.Save(new([ledger, other], []), [], Catalogue(1));
        using var again = Open();
        Assert.Equal([ledger, other], again.ReadLedgers().Values.OrderBy(l => l.Point.Value));

        again.Save(new([ledger with { Held = held }], []), [], Catalogue(1));
        again.Save(new([ledger with { Held = held.Add(new(Noon.AddMinutes(30), 101)) }], []), [], Catalogue(1));
        Assert.Equal([99, 100, 101], Held(again));
        again.Save(new([ledger with { Held = [new(Noon.AddMinutes(45), 3)] }], []), [], Catalogue(1));
        Assert.Equal([3], Held(again));
        again.Save(new([ledger], []), [], Catalogue(1));
        Assert.Empty(Held(again));
    }

    [Fact]
    public void A_file_of_schema_2_is_taken_over_with_its_ledgers()
    {
        var file = _folder.At("journal.db");
        using (var old = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            old.Open();
            foreach (var number in new[] { 1, 2 })
                Execute(old, Script(number));
            Execute(old, """
                INSERT INTO identity VALUES (zeroblob(16));
                INSERT INTO ledger VALUES ('p', 'm', 3600000, 500, 1, 1500, 3600000, 1500, 0, 0, 1, 7);
                INSERT INTO ledger VALUES ('q', 'n', 3600000, 500, 0, 500, 3600000, 500, 1, 0, 0, 0);
                PRAGMA user_version = 2;
                """);
        }
        using var journal = Open();
        var ledgers = journal.ReadLedgers();

        var (doubted, good) = (ledgers[new("p")], ledgers[new("q")]);
        Assert.Equal((1L, 7L, Quality.Estimated), (doubted.Case, doubted.Shown.Count, doubted.Boundary!.Quality));
        Assert.Equal((0L, 500L, Quality.Measured), (good.Case, good.Shown.Count, good.Boundary!.Quality));
        Assert.Equal((1, false), (good.Epoch.Number, good.Epoch.IsKnown));
    }

    private static IEnumerable<long> Held(JournalStore journal) =>
        journal.ReadLedgers()[new("p")].Held.Select(reading => reading.Count);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The product's own scripts.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Script(int number)
    {
        var name = $"{typeof(JournalFile).Namespace}.Scripts.{number:000}.sql";
        using var reader = new StreamReader(typeof(JournalFile).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [Fact]
    public void A_catalogue_gets_a_new_number_only_when_it_differs()
    {
        using var journal = Open();
        Assert.Equal(1, journal.NumberOf(Catalogue));
        Assert.Equal(1, journal.NumberOf(Catalogue));
        Assert.Equal(2, journal.NumberOf(number => Catalogue(number) with { Points = [] }));
    }

    [Fact]
    public void Answered_and_missing_samples_are_counted_apart()
    {
        using var journal = Open();
        var catalogue = Catalogue(journal.NumberOf(Catalogue));
        var block = new Entry.Samples(
            1, Noon, ClockTrust.Bench,
            [new(0, Noon, Quality.Measured, [5]), new(0, Noon.AddMinutes(5), Quality.Missing, [])]);
        journal.Save(Books.Unchanged, [block], catalogue);
        var status = journal.Status().Single(s => s.Stream == JournalStream.Samples);
        Assert.Equal((1, 1, 1), (status.LastSequence, status.Made, status.Missing));
    }

    public void Dispose() => _folder.Dispose();

    private static Catalogue Catalogue(int number) => new(
        number,
        [new(new MeterId("m"), "S1", [new Scaling(Quantity.EnergyImport, 10, 1)])],
        [new(new PointId("p"), Quantity.EnergyImport)]);

    private static Entry.Event Event(string text) => new(
        ClockTrust.Bench,
        new GatewayEvent("started", Noon, "g", text, ImmutableSortedDictionary<string, string>.Empty));

    private static void Save(JournalStore journal, params Entry[] entries) =>
        journal.Save(Books.Unchanged, entries, Catalogue(1));

    private static IEnumerable<string> Texts(JournalStore journal, long first, long last) =>
        journal.Read(JournalStream.Events, first, last, 100, 1 << 20).Entries
            .Select(body => ((Entry.Event)EntryCodec.Decode(body, _ => null)).Item.Text);

    private JournalStore Open(long? pagesMax = null) =>
        new(JournalFile.Open(_folder.At("journal.db"), pagesMax).Connection);
}
