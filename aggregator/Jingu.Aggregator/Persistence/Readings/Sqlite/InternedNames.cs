using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>
/// Small numbers for names, journals and layouts, kept in memory. Belongs to one connection and dies with it, so that a
/// number given in a transaction that was undone is not used again.
/// </summary>
internal sealed class InternedNames(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<MeterId, long> _meters = [];
    private readonly Dictionary<PointId, PointRow> _points = [];
    private readonly Dictionary<(GatewayId, JournalId), long> _origins = [];
    private readonly Dictionary<ScalingsKey, long> _layouts = [];

    private readonly SqliteCommand _meter = connection.Reusable(
        "INSERT INTO meter (name) VALUES ($1) ON CONFLICT DO UPDATE SET name = name RETURNING id", 1);

    private readonly SqliteCommand _point = connection.Reusable(
        """
        INSERT INTO point (name, first_slot) VALUES ($1, $2)
        ON CONFLICT DO UPDATE SET first_slot = min(first_slot, $2) RETURNING id, first_slot
        """, 2);

    private readonly SqliteCommand _origin = connection.Reusable(
        """
        INSERT INTO origin (id, gateway, journal)
        VALUES (
            (SELECT iif($3, min(0, coalesce(min(id), 0)) - 1, max(0, coalesce(max(id), 0)) + 1) FROM origin), $1, $2)
        ON CONFLICT (gateway, journal) DO UPDATE SET gateway = gateway RETURNING id
        """, 3);

    private readonly SqliteCommand _layout = connection.Reusable(
        "INSERT INTO layout (scalings) VALUES ($1) ON CONFLICT DO UPDATE SET scalings = scalings RETURNING id", 1);

    public long Meter(MeterId meter)
    {
        if (!_meters.TryGetValue(meter, out var id))
            _meters[meter] = id = (long)_meter.With(meter.Value).ExecuteScalar()!;
        return id;
    }

    /// <summary>The point's number; remembers the earliest slot it has an interval in.</summary>
    public long Point(PointId name, long slot)
    {
        if (_points.TryGetValue(name, out var point) && point.FirstSlot <= slot)
            return point.Id;
        using var row = _point.With(name.Value, slot).ExecuteReader();
        row.Read();
        _points[name] = point = new(row.GetInt64(0), row.GetInt64(1));
        return point.Id;
    }

    /// <summary>The number of a gateway's journal; below 0 for what the aggregator made itself.</summary>
    public long Origin(EntryKey key)
    {
        if (!_origins.TryGetValue((key.Gateway, key.Journal), out var id))
        {
            var own = key.Journal == default;
            _origins[(key.Gateway, key.Journal)] = id =
                (long)_origin.With(key.Gateway.Value, key.Journal.ToBytes(), own ? 1L : 0L).ExecuteScalar()!;
        }
        return id;
    }

    public long Layout(StoredSample sample)
    {
        var key = new ScalingsKey(sample.Values);
        if (!_layouts.TryGetValue(key, out var id))
            _layouts[key] = id = (long)_layout.With(CountBlob.OfScalings(sample.Values)).ExecuteScalar()!;
        return id;
    }

    public void Dispose()
    {
        _meter.Dispose();
        _point.Dispose();
        _origin.Dispose();
        _layout.Dispose();
    }

    private readonly record struct PointRow(long Id, long FirstSlot);
}
