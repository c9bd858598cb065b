using BenchmarkDotNet.Attributes;
using Jingu.Benchmarks.Inputs;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does it cost to append to the journal? One operation is one transaction, as the tick makes it: one entry with a
/// reading of each meter, or that many entries of one reading each. SQLite with a write-ahead log: synchronous FULL, as
/// the product has it (on the disk when it returns), and NORMAL (what a power cut may take). The file lies in the
/// system's folder for passing files.
/// </summary>
[MemoryDiagnoser]
public class AppendJournal
{
    private Gateway _gateway = null!;
    private PassingFolder _folder = null!;
    private JournalStore _journal = null!;
    private IReadOnlyList<Entry> _batch = null!;
    private IReadOnlyList<Entry> _rows = null!;

    [Params(1, 100, 1000)]
    public int Meters { get; set; }

    [Params("FULL", "NORMAL")]
    public string Synchronous { get; set; } = "";

    [GlobalSetup]
    public void Open()
    {
        _gateway = new(Meters);
        _folder = new();
        var (connection, _) = JournalFile.Open(_folder.At("journal.db"), null);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = Synchronous == "FULL" ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
            command.ExecuteNonQuery();
        }
        _journal = new(connection);
        var tick = _gateway.EntryAt(1);
        _batch = [tick];
        _rows = [.. tick.Items.Select(sample => tick with { Items = [sample] })];
    }

    [GlobalCleanup]
    public void Close()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Benchmark]
    public long OneEntry() => Save(_batch);

    [Benchmark]
    public long AnEntryForEachMeter() => Save(_rows);

    private long Save(IReadOnlyList<Entry> entries)
    {
        _journal.Save(Books.Unchanged, entries, _gateway.Catalogue);
        return _journal.LastSequence(JournalStream.Samples);
    }
}
