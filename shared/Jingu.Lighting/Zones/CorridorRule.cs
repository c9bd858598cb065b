using System.Collections.Immutable;
using Jingu.Lighting.Timetables;

namespace Jingu.Lighting.Zones;

/// <summary>
/// A corridor is dimmed and does not go dark, whatever the other rules or its switch say, while anybody is in the
/// building, while nobody knows, or in working hours.
/// </summary>
/// <param name="Floor">The least light then, thousandths of full light, 1 to that of the zone.</param>
/// <param name="Hours">Working hours; may be empty.</param>
public sealed record CorridorRule(int Floor, ImmutableArray<DayWindow> Hours)
{
    /// <summary>How long after the last sign of anybody it stays so, 1 min to 4 h.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromMinutes(15);
}
