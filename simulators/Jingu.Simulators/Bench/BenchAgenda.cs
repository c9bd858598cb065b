using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.Faults;
using Jingu.Simulators.People;
using Jingu.Simulators.Report;

namespace Jingu.Simulators.Bench;

/// <summary>
/// What the bench does at instants: the meters show them before they are granted; faults happen at them, then people
/// act, then policies are made.
/// </summary>
/// <param name="people">Null: nobody is there.</param>
/// <param name="shed">Null: no demand response is ordered.</param>
internal sealed class BenchAgenda(
    VirtualCampus campus, FaultDirector faults, Staff? people, PolicyRounds policies, ShedEvent? shed,
    AggregatorApi api, ClockServer clock)
    : IAgenda
{
    public DateTimeOffset? NextAfter(DateTimeOffset now) =>
        new[]
        {
            faults.NextAfter(now), people?.NextAfter(now), PolicyRounds.NextAfter(now), shed?.NextAfter(now),
        }.Min();

    public void Prepare(DateTimeOffset instant) => campus.ShowInstant(instant);

    public async Task ReachedAsync(DateTimeOffset instant, CancellationToken stop)
    {
        await faults.ReachedAsync(instant, stop);
        if (people is not null)
            await people.ReachedAsync(instant, stop);
        await policies.ReachedAsync(instant, stop);
        if (shed is not null)
            await shed.ReachedAsync(instant, api, clock, policies, stop);
    }
}
