using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of ledgers and of the readings they hold back. Guarded by the store's lock.</summary>
internal sealed class LedgerCommands(JournalCommands commands)
{
    private const string Columns =
        "point, meter, at_ms, count, wraps, total, boundary_ms, boundary_total, boundary_quality, opening, doubt, "
        + "doubt_count, epoch, quantity, numerator, denominator, multiplier, modulus, start, base, carry, shown_ms, "
        + "shown, resolution, case_number";

    private readonly HashSet<PointId> _withHeld = [];

    public ImmutableDictionary<PointId, Ledger> Read()
    {
        var held = ReadHeld();
        var ledgers = ImmutableDictionary.CreateBuilder<PointId, Ledger>();
        using var row = commands.Command($"SELECT {Columns} FROM ledger").ExecuteReader();
        while (row.Read())
        {
            var ledger = ToLedger(row);
            ledgers.Add(ledger.Point, ledger with { Held = held.GetValueOrDefault(ledger.Point, []) });
        }
        return ledgers.ToImmutable();
    }

    public void Write(Ledger ledger, SqliteTransaction transaction)
    {
        var epoch = ledger.Epoch;
        commands.Run(
            $"INSERT OR REPLACE INTO ledger ({Columns}) VALUES ($point, $meter, $at, $count, $wraps, $total, "
            + "$boundary, $boundaryTotal, $boundaryQuality, $opening, $doubt, $doubtCount, $epoch, $quantity, "
            + "$numerator, $denominator, $multiplier, $modulus, $start, $base, $carry, $shownAt, $shown, $resolution, "
            + "$case)",
            transaction,
            ("$point", ledger.Point.Value), ("$meter", ledger.Meter.Value), ("$at", Milliseconds(ledger.At)),
            ("$count", ledger.Count), ("$wraps", ledger.Wraps), ("$total", ledger.Total),
            ("$boundary", ledger.Boundary is { } boundary ? Milliseconds(boundary.At) : DBNull.Value),
            ("$boundaryTotal", (object?)ledger.Boundary?.Total ?? DBNull.Value),
            ("$boundaryQuality", ledger.Boundary is { Quality: var quality } ? (long)quality : DBNull.Value),
            ("$opening", ledger.Opening ? 1L : 0L), ("$doubt", (long)ledger.Doubt),
            ("$doubtCount", ledger.DoubtCount), ("$epoch", (long)epoch.Number),
            ("$quantity", (long)epoch.Scaling.Quantity), ("$numerator", epoch.Scaling.Numerator),
            ("$denominator", epoch.Scaling.Denominator), ("$multiplier", epoch.Multiplier),
            ("$modulus", epoch.Modulus), ("$start", epoch.Start), ("$base", epoch.Base), ("$carry", epoch.Carry),
            ("$shownAt", Milliseconds(ledger.Shown.At)), ("$shown", ledger.Shown.Count),
            ("$resolution", (long)ledger.Resolution), ("$case", ledger.Case));
        WriteHeld(ledger, transaction);
    }

    /// <summary>Only what is new is written; what belongs to a doubt that has passed is removed.</summary>
    private void WriteHeld(Ledger ledger, SqliteTransaction transaction)
    {
        if (ledger.Held.IsEmpty && !_withHeld.Contains(ledger.Point))
            return;
        commands.Run(
            "DELETE FROM held WHERE point = $point AND at_ms < $before", transaction,
            ("$point", ledger.Point.Value),
            ("$before", ledger.Held.IsEmpty ? long.MaxValue : Milliseconds(ledger.Held[0].At)));
        for (var i = ledger.Held.Length - 1; i >= 0; i--)
        {
            var added = commands.Run(
                "INSERT OR IGNORE INTO held (point, at_ms, count) VALUES ($point, $at, $count)", transaction,
                ("$point", ledger.Point.Value), ("$at", Milliseconds(ledger.Held[i].At)),
                ("$count", ledger.Held[i].Count));
            if (added == 0)
                break;
        }
        // Kept after a roll-back too: then rows are looked for in vain, once.
        if (ledger.Held.IsEmpty)
            _withHeld.Remove(ledger.Point);
        else
            _withHeld.Add(ledger.Point);
    }

    private Dictionary<PointId, ImmutableArray<RegisterReading>> ReadHeld()
    {
        var held = new Dictionary<PointId, ImmutableArray<RegisterReading>.Builder>();
        using var row = commands.Command("SELECT point, at_ms, count FROM held ORDER BY point, at_ms").ExecuteReader();
        while (row.Read())
        {
            var point = new PointId(row.GetString(0));
            if (!held.TryGetValue(point, out var readings))
                held.Add(point, readings = ImmutableArray.CreateBuilder<RegisterReading>());
            readings.Add(new(Instant(row.GetInt64(1)), row.GetInt64(2)));
        }
        _withHeld.UnionWith(held.Keys);
        return held.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutable());
    }

    private static Ledger ToLedger(SqliteDataReader row) => new(
        new PointId(row.GetString(0)),
        new LedgerEpoch(
            row.GetInt32(12), new MeterId(row.GetString(1)),
            new Scaling((Quantity)row.GetInt32(13), row.GetInt64(14), row.GetInt64(15)),
            row.GetInt64(16), row.GetInt64(17), row.GetInt64(18), row.GetInt64(19), row.GetInt64(20)),
        Instant(row.GetInt64(2)),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.IsDBNull(6) ? null : new(Instant(row.GetInt64(6)), row.GetInt64(7), (Quality)row.GetInt32(8)),
        row.GetInt64(9) != 0,
        new RegisterReading(Instant(row.GetInt64(21)), row.GetInt64(22)))
    {
        Doubt = (LedgerDoubt)row.GetInt32(10),
        DoubtCount = row.GetInt64(11),
        Resolution = (ResolutionLoss)row.GetInt32(23),
        Case = row.GetInt64(24),
    };

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
