using Jingu.Contracts.Ids;
using Jingu.Lighting.Savings;
using NodaTime;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>A lighting zone whose savings are reported. Immutable.</summary>
/// <param name="Point">Counts its lamps and nothing else; of no other zone.</param>
/// <param name="Baseline">Null where nobody stated one: its savings are not known then.</param>
internal sealed record LightingZone(
    ZoneId Id, string Name, string NameEn, BuildingId Building, PointId Point, ZoneBaseline? Baseline);

/// <summary>What a zone is said to have used without its rules. Immutable.</summary>
/// <param name="Source">A sentence: where that comes from.</param>
internal abstract record ZoneBaseline(string Source)
{
    /// <summary>Rated power and former hours, both stated.</summary>
    internal sealed record Stipulated(SavingsBaseline.Stipulated Stated, string Source) : ZoneBaseline(Source);

    /// <summary>Reference days before the rules, measured at the zone's own point.</summary>
    /// <param name="From">The first of them.</param>
    /// <param name="To">The last of them, included.</param>
    internal sealed record Measured(LocalDate From, LocalDate To, string Source) : ZoneBaseline(Source);
}
