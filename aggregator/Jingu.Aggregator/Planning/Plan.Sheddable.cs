using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about demand response.</summary>
internal sealed partial class Plan
{
    private readonly ImmutableArray<PlanRow> _sheddable;

    /// <summary>Loads that demand response may shed, in no particular order.</summary>
    public ImmutableArray<Sheddable> Sheddable() =>
    [
        .. from row in _sheddable
           where row.Count("place") > 0
           select new Sheddable(
               new(row.Text("switchPoint")), new GatewayId(row.Text("gateway")), row.Unit("unit"),
               PlanWords.Loads[row.Text("kind")], row.Count("place"), row.Count("expectedWatts")),
    ];
}
