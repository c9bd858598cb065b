using BenchmarkDotNet.Attributes;
using Jingu.Benchmarks.Inputs;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Ladders;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Budgets.Leases;
using System.Collections.Immutable;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does it cost to evaluate all budgets of a gateway? One operation is one tick's decisions: the ladder of every
/// unit, on what all of its meters counted this month. Ten meters to a unit, at most 100 units.
/// </summary>
[MemoryDiagnoser]
public class EvaluateBudgets
{
    private SupplyImage _image = null!;
    private SupplyState _state = null!;

    [Params(10, 100, 1000, 8000)]
    public int Meters { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var gateway = new Gateway(Meters);
        var now = StandingTime.Noon.AddSeconds(1);
        var policy = gateway.Policy();
        if (policy.Faults() is { IsEmpty: false } faults)
            throw new InvalidOperationException(string.Join('\n', faults));
        _image = new(
            now, true, TimeSpan.FromDays(1), policy, PolicyStanding.Good, [], gateway.Ledgers, gateway.Uses,
            ImmutableDictionary<LeaseKey, HeldLease>.Empty, true, gateway.Commissioned.Zone)
        {
            Clock = new ShedClock(now, true, "boot", TimeSpan.FromDays(1)),
        };
        // The first tick of a day also writes a checkpoint; the others do not.
        _state = Decide(SupplyState.Empty).Next;
    }

    [Benchmark]
    public object Decide() => Decide(_state);

    private Decided Decide(SupplyState state) => Deciding.Decide(state, _image, [], [], [], Gateway.Id);
}
