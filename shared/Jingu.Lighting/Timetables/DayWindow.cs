using Jingu.Budgets.Quotas;

namespace Jingu.Lighting.Timetables;

/// <summary>A span of time that returns with the days of the site's calendar. Immutable.</summary>
/// <param name="From">Its begin, included.</param>
/// <param name="To">Its end, excluded; where it is not after the begin, that of the next day.</param>
/// <param name="On">On which days it begins; null: on every day.</param>
public sealed record DayWindow(DayMark From, DayMark To, DayKind? On = DayKind.Working);
