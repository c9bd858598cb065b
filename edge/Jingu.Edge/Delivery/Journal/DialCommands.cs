using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>
/// The SQL of dials that persons read, and of the readings they are held against. Guarded by the store's lock.
/// </summary>
internal sealed class DialCommands(JournalCommands commands)
{
    /// <summary>Entries that are looked through for a meter's reading: some hours of a tick each second.</summary>
    private const int EntriesMax = 20_000;

    /// <summary>All dial readings of a meter, in order of time.</summary>
    public ImmutableArray<DialReading> Read(MeterId meter)
    {
        var command = commands.Command(
            "SELECT at_ms, dial, register, doubt, declaration FROM dial WHERE meter=$meter "
            + "ORDER BY at_ms, declaration");
        JournalCommands.Bind(command, ("$meter", meter.Value));
        var dials = ImmutableArray.CreateBuilder<DialReading>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            dials.Add(new(
                meter, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
                new(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), row.GetInt64(4)));
        }
        return dials.ToImmutable();
    }

    public void Write(DialReading reading, SqliteTransaction transaction) => commands.Run(
        "INSERT INTO dial VALUES ($meter, $at, $dial, $register, $doubt, $declaration)", transaction,
        ("$meter", reading.Meter.Value), ("$at", reading.At.ToUnixTimeMilliseconds()),
        ("$dial", reading.Dial.DialThousandths), ("$register", reading.Dial.RegisterThousandths),
        ("$doubt", reading.Dial.DoubtThousandths), ("$declaration", reading.Declaration));

    /// <summary>The measured readings of a meter's first value next to an instant, of dated entries.</summary>
    public Neighbours Around(MeterId meter, DateTimeOffset at, IReadOnlyDictionary<int, Catalogue> catalogues)
    {
        var earlier = commands.Command(
            "SELECT sequence, catalogue, body FROM samples WHERE instant_ms <= $at AND boot IS NULL "
            + "ORDER BY sequence DESC LIMIT $most");
        JournalCommands.Bind(earlier, ("$at", at.ToUnixTimeMilliseconds()), ("$most", (long)EntriesMax));
        (long Sequence, RegisterReading Reading)? before = null;
        foreach (var read in Readings(earlier, meter, catalogues))
        {
            if (read.Sequence < before?.Sequence)
                break;
            if (read.Reading.At <= at && !(read.Reading.At <= before?.Reading.At))
                before = read;
        }
        if (before is not { } last)
            return new(null, null);
        if (last.Reading.At == at)
            return new(last.Reading, last.Reading);
        // From the same entry on: it may hold later instants too.
        var later = commands.Command(
            "SELECT sequence, catalogue, body FROM samples WHERE sequence >= $from AND boot IS NULL "
            + "ORDER BY sequence LIMIT $most");
        JournalCommands.Bind(later, ("$from", last.Sequence), ("$most", (long)EntriesMax));
        return new(last.Reading, Readings(later, meter, catalogues)
            .Select(read => (RegisterReading?)read.Reading).FirstOrDefault(reading => reading!.Value.At > at));
    }

    private static IEnumerable<(long Sequence, RegisterReading Reading)> Readings(
        SqliteCommand command, MeterId meter, IReadOnlyDictionary<int, Catalogue> catalogues)
    {
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            // What was read on an untrusted clock carries no instant of its own, and is passed over.
            if (EntryCodec.Decode((byte[])row[2], number => catalogues.GetValueOrDefault(number))
                is not Entry.Samples block)
            {
                continue;
            }
            var meters = catalogues[row.GetInt32(1)].Meters;
            foreach (var sample in block.Items)
            {
                if (sample.Quality == Quality.Measured && meters[sample.MeterIndex].Id == meter
                    && sample.Values[0] is { } count)
                {
                    yield return (row.GetInt64(0), new(sample.Instant, count));
                }
            }
        }
    }
}
