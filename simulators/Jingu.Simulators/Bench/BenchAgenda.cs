using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.Faults;

namespace Jingu.Simulators.Bench;

/// <summary>
/// What the bench does at instants: the meters show them before they are granted, the faults happen at them.
/// </summary>
internal sealed class BenchAgenda(VirtualCampus campus, FaultDirector faults) : IAgenda
{
    public DateTimeOffset? NextAfter(DateTimeOffset now) => faults.NextAfter(now);

    public void Prepare(DateTimeOffset instant) => campus.ShowInstant(instant);

    public Task ReachedAsync(DateTimeOffset instant, CancellationToken stop) => faults.ReachedAsync(instant, stop);
}
