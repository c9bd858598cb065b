using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>Watches meters on all ports, each port by itself. Safe from any thread.</summary>
internal sealed class MeterWatch(IEnumerable<Port> ports, SiteTime time) : IMeterWatch
{
    private readonly ImmutableArray<PortWatch> _ports = [.. ports.Select(port => new PortWatch(port, time))];

    public DateTimeOffset EarliestOpen =>
        _ports.IsEmpty ? DateTimeOffset.MaxValue : _ports.Min(port => port.EarliestOpen);

    public void Watch(IEnumerable<MeterId> meters, DateTimeOffset until)
    {
        var asked = meters.ToImmutableHashSet();
        foreach (var port in _ports)
            port.Watch(asked, until);
    }

    /// <summary>One task for each port, until stopped.</summary>
    public IEnumerable<Task> Run(CancellationToken stop) => _ports.Select(port => port.RunAsync(stop)).ToList();
}
