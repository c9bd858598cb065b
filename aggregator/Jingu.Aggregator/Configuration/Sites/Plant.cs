using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>A PV plant: what one rated power is known of, which its yield and its alarms are judged by.</summary>
/// <param name="Building">On whose roof it stands; its meters are those of its points.</param>
/// <param name="CapacityW">Rated power of the array under standard test conditions, W peak.</param>
/// <param name="Points">What it generates: points of the role plant, in no other plant.</param>
/// <param name="Irradiance">
/// Sensors: the first one in the plane of the array, by which performance is judged; a second one by which the first is
/// judged. None where light is not measured.
/// </param>
internal sealed record Plant(
    PlantId Id,
    BuildingId Building,
    string Name,
    string NameEn,
    long CapacityW,
    ImmutableArray<PointId> Points,
    ImmutableArray<MeterId> Irradiance);
