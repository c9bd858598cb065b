using System.Collections.Frozen;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Loads;

/// <summary>What units use and plants give according to somebody else, instead of the built-in shapes.</summary>
/// <param name="Electricity">Wh in each slot, by unit.</param>
/// <param name="Water">The unit's water meter.</param>
internal sealed record GivenLoads(
    FrozenDictionary<UnitId, long[]> Electricity,
    FrozenDictionary<UnitId, MeterLoad> Water)
{
    public static readonly GivenLoads None =
        new(FrozenDictionary<UnitId, long[]>.Empty, FrozenDictionary<UnitId, MeterLoad>.Empty);

    /// <summary>Wh in each slot, by a plant's meter.</summary>
    public FrozenDictionary<MeterId, long[]> Generation { get; init; } = FrozenDictionary<MeterId, long[]>.Empty;
}
