using System.Collections.Immutable;
using Jingu.Lighting.Timetables;

namespace Jingu.Lighting.Zones;

/// <summary>
/// The zone is lit in these windows. Where people are sensed the sensors decide, and the schedule only for as long as
/// they have failed.
/// </summary>
/// <param name="Windows">1 to 16.</param>
public sealed record ScheduleRule(ImmutableArray<DayWindow> Windows);
