using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>What the bench needs of <c>GET /api/lighting</c>.</summary>
internal sealed record StoredLighting(ImmutableArray<StoredZone> Zones);

internal sealed record StoredZone(string Id, long? UsedWh, long? BaselineWh, long? SavedWh);
