using Jingu.Simulators.Clock;
using Jingu.Simulators.Report;

namespace Jingu.Simulators.Bench;

/// <summary>
/// Has the aggregator make and publish policies at instants of site time, once everybody has delivered, and holds the
/// clock until the gateways that are reached have stored them: so the same seed brings each version into force at the
/// same instant, however fast the machine is. Fails with <see cref="BenchException"/>. Used by one task.
/// </summary>
internal sealed class PolicyRounds(AggregatorApi api, Crew crew, ClockServer clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>
    /// Rounds lie so long after the full hour: beside all polls and ticks, so that everybody is at rest, and with the
    /// looks of the declared people.
    /// </summary>
    private static readonly TimeSpan Beside = new(0, 20, 37);

    private static readonly TimeSpan DeliverMax = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, long> _inForce = [];

    /// <summary>The first round after an instant.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Every.Ticks), TimeSpan.Zero);
        return hour + Beside > now ? hour + Beside : hour + Every + Beside;
    }

    /// <summary>A round, if it is time and the aggregator is there.</summary>
    public async Task ReachedAsync(DateTimeOffset instant, CancellationToken stop)
    {
        if (NextAfter(instant - TimeSpan.FromTicks(1)) != instant || !crew.IsOfficeOpen)
            return;
        if (await clock.DrainAsync(DeliverMax, stop) is { } late)
            throw new BenchException(ExitCodes.PromiseBroken, late);
        await PublishAsync(stop);
    }

    /// <summary>
    /// Has policies made of everything that is stored; whoever is not reached gets its own when it is again.
    /// </summary>
    public async Task PublishAsync(CancellationToken stop)
    {
        foreach (var policy in await api.PublishAsync(stop))
        {
            if (policy.Version == _inForce.GetValueOrDefault(policy.Gateway) || !crew.IsReached(policy.Gateway))
                continue;
            await crew.UntilTakenAsync(policy.Gateway, taken => taken.PolicyVersion >= policy.Version, stop);
            _inForce[policy.Gateway] = policy.Version;
        }
    }
}
