using System.Globalization;
using System.IO.Compression;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Testing;
using Xunit;

namespace Jingu.Budgets.Tests.Ledgers;

/// <summary>
/// 60 real water meters (DAIAD, Alicante, March 2016 to May 2017) through the ledger, row by row in the order of
/// arrival. Their stamps are the clock on a wall; they are taken as UTC here, so the hour that the wall repeated in
/// October arrives twice and is left aside the second time.
/// </summary>
public sealed class RecordedMetersTests
{
    private static readonly Dictionary<string, List<RegisterReading>> Meters = Read();

    /// <summary>
    /// A five-digit dial of m3 that shows litres. It swings back by at most 112 L anywhere in the recordings. 4 m3/h
    /// is a permanent flow of ISO 4064-1 (Q3, DN 20); the fastest rise in the recordings is 3.2 m3/h.
    /// </summary>
    private static readonly LedgerRules Rules =
        new(new Scaling(Quantity.Volume, 1, 1), 100_000_000, 4_000, TimeSpan.FromHours(2)) { BackFlowMax = 112 };

    [RecordingsFact]
    public void No_meter_gains_or_loses_a_litre()
    {
        Assert.Equal(60, Meters.Count);
        var endsBelow = new List<string>();
        foreach (var (name, rows) in Meters)
        {
            var run = Replay(rows);
            var last = rows.MaxBy(row => row.At).Count;
            Assert.True(last - rows[0].Count == run.Ledger.Total - rows[0].Count, $"{name}: {run.Ledger.Total}");
            Assert.True(run.Ledger.Doubt == LedgerDoubt.None, $"{name} ends in doubt");
            Assert.Equal(run.Ledger.Boundary!.Total - run.First, run.Closed.Sum(interval => interval.Amount));
            Assert.All(run.Closed, interval => Assert.True(interval.Amount >= 0, $"{name} at {interval.Start:O}"));
            Assert.All(
                run.Closed.Zip(run.Closed.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
            if (last < rows.Max(row => row.Count))
                endsBelow.Add(name);
        }
        Assert.Equal("w015", Assert.Single(endsBelow));
    }

    /// <summary>
    /// On 2017-01-17 a second transmitter sends 456,017 to 456,427 L between the rows of the meter that stands at
    /// 207,774 and goes on from there. Its four rows are jumps that no pipe explains; each is held and the next row
    /// of the meter itself is back where it can be believed. The fifth fall is a swing back by 5 L in June 2016.
    /// </summary>
    [RecordingsFact]
    public void W015_counts_nothing_of_the_second_transmitter()
    {
        var run = Replay(Meters["w015"]);

        Assert.Equal(4, run.Findings[LedgerFinding.Implausible]);
        Assert.Equal(4, run.Findings[LedgerFinding.Recovered]);
        Assert.Equal(1, run.Findings[LedgerFinding.BackFlow]);
        Assert.False(run.Findings.ContainsKey(LedgerFinding.Fell));
        Assert.Equal(233_971 - 133_700, run.Ledger.Total - 133_700);
        Assert.Equal(1, run.Ledger.Epoch.Number);
    }

    /// <summary>
    /// The same, told from the other side: the meter that leaves showed 456,427 L at the end, the one that stays had
    /// 207,774. The leaving meter's transmitter is the ledger's until the replacement, and what both registers moved is
    /// the total.
    /// </summary>
    [RecordingsFact]
    public void W015_declared_as_a_replacement_is_the_sum_of_both_registers()
    {
        var leaving = Meters["w015"].Where(row => row.Count > 450_000).ToList();
        var staying = Meters["w015"].Where(row => row.Count < 450_000 && row.At > leaving[^1].At).ToList();
        var (old, stays) = (new MeterId("w015"), new MeterId("w015-b"));
        var ledger = Accounting.Open(new PointId("p"), old, Rules, leaving[0].Count, leaving[0].At).Next;
        foreach (var row in leaving.Skip(1))
            ledger = Accounting.Account(ledger, Rules, row.Count, row.At).Next;
        foreach (var row in staying.Take(30))
            ledger = Accounting.AccountOther(ledger, row.Count, row.At).Next;

        var declared = new Settlement.Replaced(leaving[^1].At.AddMinutes(1), 456_430, 207_890, stays);
        var done = Assert.IsType<Settled.Done>(
            Settling.Apply(ledger, stays, Rules, declared, staying[29].At));
        ledger = done.Next;
        foreach (var row in staying.Skip(30))
            ledger = Accounting.Account(ledger, Rules, row.Count, row.At).Next;

        Assert.Equal(456_430 + (233_971 - 207_890), ledger.Total);
        Assert.Equal((2, stays), (ledger.Epoch.Number, ledger.Meter));
    }

    /// <summary>
    /// On 2016-09-30 late rows arrive between the others under new stamps: 307,763 (12 L back: within the tolerance),
    /// 295,487 (12,288 L back) and 304,712 (3,076 L back). The latter two are held; the next row is back, and that
    /// nothing can have climbed there in forty minutes tells it from a new meter. 307,824 repeats its neighbour.
    /// </summary>
    [RecordingsFact]
    public void W022_holds_what_arrives_late_and_goes_on()
    {
        var run = Replay(Meters["w022"]);

        Assert.Equal(2, run.Findings[LedgerFinding.Fell]);
        Assert.Equal(2, run.Findings[LedgerFinding.Recovered]);
        Assert.Equal(1, run.Findings[LedgerFinding.BackFlow]);
        Assert.Equal(363_082 - 245_488, run.Ledger.Total - 245_488);
        Assert.True(run.Closed.Max(interval => interval.Amount) < 800, "a late row shows as a peak");
    }

    /// <summary>163 steps back of at most 6 L: the register swings, the total stands until it has come back.</summary>
    [RecordingsFact]
    public void W056_swings_back_163_times_and_loses_nothing()
    {
        var run = Replay(Meters["w056"]);

        Assert.Equal(163, run.Findings[LedgerFinding.BackFlow]);
        Assert.False(run.Findings.ContainsKey(LedgerFinding.Fell));
        Assert.Equal(273_810 - 190_120, run.Ledger.Total - 190_120);

        var strict = Replay(Meters["w056"], Rules with { BackFlowMax = 5 });
        Assert.True(strict.Findings[LedgerFinding.Fell] > 0, "six litres are six litres");
    }

    private static Run Replay(List<RegisterReading> rows, LedgerRules? rules = null)
    {
        var step = Accounting.Open(
            new PointId("p"), new MeterId("m"), rules ?? Rules, rows[0].Count, rows[0].At);
        var run = new Run(step.Next, [], [], 0);
        foreach (var row in rows.Skip(1))
        {
            step = Accounting.Account(step.Next, rules ?? Rules, row.Count, row.At);
            run.Findings[step.Finding] = run.Findings.GetValueOrDefault(step.Finding) + 1;
            run.Closed.AddRange(step.Closed.Select(closed => closed.Interval));
        }
        return run with { Ledger = step.Next, First = run.Closed[0].Total - run.Closed[0].Amount };
    }

    private static Dictionary<string, List<RegisterReading>> Read()
    {
        var meters = new Dictionary<string, List<RegisterReading>>();
        if (RecordingsFactAttribute.Folder is not { } folder)
            return meters;
        using var file = File.OpenRead(Path.Combine(folder, "daiad_water_counter_litres_2016_2017.csv.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (!meters.TryGetValue(cells[0], out var rows))
                meters.Add(cells[0], rows = []);
            rows.Add(new(
                DateTimeOffset.ParseExact(
                    cells[1], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                (long)decimal.Parse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture)));
        }
        return meters;
    }

    /// <param name="First">The total at the first boundary.</param>
    private sealed record Run(
        Ledger Ledger, List<Interval> Closed, Dictionary<LedgerFinding, int> Findings, long First);
}
