using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>
/// One zone of the lit floor: what the aggregator tells of whole days, and what the simulator alone knows. Null where
/// nobody can say it.
/// </summary>
/// <param name="Point">Counts its lamps.</param>
/// <param name="CountedWh">What its meter served, end less start of the whole days.</param>
/// <param name="UsedWh">What the aggregator says of them.</param>
/// <param name="BaselineWh">The aggregator's.</param>
/// <param name="SavedWh">Likewise.</param>
/// <param name="RuledWh">What the same rules use without a gateway, in the same world.</param>
/// <param name="OccupiedMinutes">How long somebody was there.</param>
/// <param name="BelowMinutes">How much of that with less light at the desk than it needs.</param>
/// <param name="LeftLitMinutes">
/// How long lamps were lit after all had left and they should have gone dark; null: a corridor, which waits for the
/// whole floor.
/// </param>
/// <param name="Steps">The light that its lamps gave, whoever moved them.</param>
internal sealed record ZoneReport(
    string Id, string Point, long? CountedWh, long? UsedWh, long? BaselineWh, long? SavedWh, long? RuledWh,
    double OccupiedMinutes, double BelowMinutes, double? LeftLitMinutes, ImmutableArray<LightStep> Steps);

/// <param name="Light">Thousandths of full light.</param>
internal sealed record LightStep(DateTimeOffset At, int Light);
