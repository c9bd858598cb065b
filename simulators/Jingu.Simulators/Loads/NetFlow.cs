using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>
/// What a building takes from the grid and gives to it, while circuits in it go off and on and lamps dim: in each
/// stretch the load less what its plant gives, in one direction or the other. Counts in thousandths of a Wh times
/// milliseconds of a slot, so that what a meter shows never falls by rounding. Safe from any thread.
/// </summary>
/// <param name="net">Wh in each slot with everything on; negative: to the grid.</param>
/// <param name="circuits">What can go off or dim: Wh in each slot, and when how much of it flows.</param>
/// <param name="chillers">What takes as much as it decides, on top.</param>
internal sealed class NetFlow(
    Slots slots, long[] net, ImmutableArray<(long[] Energy, IFeed Feed)> circuits, ImmutableArray<Chiller> chillers)
{
    private readonly Lock _gate = new();

    /// <summary>What has flowed up to each slot's start, for the slots that were asked about.</summary>
    private readonly List<(long Import, long Export)> _edges = [(0, 0)];
    private readonly ImmutableArray<long>[] _changes = [.. circuits.Select(_ => ImmutableArray<long>.Empty)];
    private int _settings;

    /// <summary>Counts what comes from the grid, from <paramref name="atStart"/> Wh on.</summary>
    public ICounter Import(long atStart) => new Direction(this, atStart, isImport: true);

    /// <summary>Counts what goes to the grid, from <paramref name="atStart"/> Wh on.</summary>
    public ICounter Export(long atStart) => new Direction(this, atStart, isImport: false);

    private (long Import, long Export) Until(long instant)
    {
        var passed = Math.Clamp(instant - slots.Start, 0, slots.Count * Slots.Milliseconds);
        var slot = (int)(passed / Slots.Milliseconds);
        lock (_gate)
        {
            ForgetWhatChanged();
            while (_edges.Count <= slot)
                _edges.Add(Add(_edges[^1], _edges.Count - 1, slots.Start + (_edges.Count * Slots.Milliseconds)));
            return slot == slots.Count ? _edges[slot] : Add(_edges[slot], slot, slots.Start + passed);
        }
    }

    /// <summary>What was counted beyond the first change that is new or void is counted again.</summary>
    private void ForgetWhatChanged()
    {
        var first = long.MaxValue;
        foreach (var (place, circuit) in circuits.Index())
        {
            var (before, now) = (_changes[place], circuit.Feed.Changes);
            if (before == now)
                continue;
            var same = 0;
            while (same < before.Length && same < now.Length && before[same] == now[same])
                same++;
            first = Math.Min(first, same < before.Length ? before[same] : first);
            first = Math.Min(first, same < now.Length ? now[same] : first);
            _changes[place] = now;
        }
        var settings = chillers.Sum(chiller => chiller.Settings);
        var kept = settings != _settings ? 1
            : first == long.MaxValue ? _edges.Count
            : (int)Math.Clamp(((first - slots.Start) / Slots.Milliseconds) + 1, 1, _edges.Count);
        _edges.RemoveRange(kept, _edges.Count - kept);
        _settings = settings;
    }

    /// <summary>From a slot's start to an instant in it, in stretches in which nothing is switched.</summary>
    private (long Import, long Export) Add((long Import, long Export) before, int slot, long to)
    {
        var from = slots.Start + (slot * Slots.Milliseconds);
        foreach (var end in SwitchedWithin(from, to).Append(to))
        {
            var flow = FlowFrom(slot, from) * (end - from);
            before = (before.Import + Math.Max(flow, 0), before.Export + Math.Max(-flow, 0));
            from = end;
        }
        return before;
    }

    private IEnumerable<long> SwitchedWithin(long from, long to) =>
        circuits.SelectMany(circuit => circuit.Feed.Changes)
            .Where(change => change > from && change < to)
            .Order();

    /// <summary>Thousandths of a Wh in a slot.</summary>
    private long FlowFrom(int slot, long instant)
    {
        var flow = (net[slot] + chillers.Sum(chiller => chiller.EnergyIn(slot))) * IFeed.Whole;
        foreach (var (energy, feed) in circuits)
            flow -= energy[slot] * (IFeed.Whole - feed.ShareAt(instant));
        return flow;
    }

    private sealed class Direction(NetFlow flow, long atStart, bool isImport) : ICounter
    {
        public long At(long instant)
        {
            var (import, export) = flow.Until(instant);
            return atStart + ((isImport ? import : export) / (Slots.Milliseconds * IFeed.Whole));
        }

        public double PerHour(long instant)
        {
            var slot = flow.SlotAt(instant);
            var net = slot is { } known ? flow.FlowFrom(known, instant) : 0;
            return Math.Max(isImport ? net : -net, 0) * (double)Slots.PerHour / IFeed.Whole;
        }
    }

    private int? SlotAt(long instant) =>
        instant >= slots.Start && instant < slots.End ? (int)((instant - slots.Start) / Slots.Milliseconds) : null;
}
