using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

/// <summary>
/// The meters and points of a gateway, so that a batch names each once. A changed commissioning makes a new number.
/// </summary>
public sealed record Catalogue(
    int Number, ImmutableArray<CatalogueMeter> Meters, ImmutableArray<CataloguePoint> Points);

/// <summary>A meter and the order and scaling of the values its samples carry.</summary>
public sealed record CatalogueMeter(MeterId Id, string Serial, ImmutableArray<Scaling> Layout);

/// <summary>A metering point and what is counted there.</summary>
public sealed record CataloguePoint(PointId Id, Quantity Quantity);
