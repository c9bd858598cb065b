using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Recordings;

/// <summary>
/// How long a run must be so that a meter is heard on both sides of a period: from the last quarter of an hour at or
/// before its start, to the first at or after its end, at which the meter speaks.
/// </summary>
internal static class ServedSpan
{
    /// <summary>How far outside the period a run may reach.</summary>
    public const int DaysMax = 3;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly int QuartersMax = DaysMax * 96;

    /// <summary>Nothing when the meter is silent all the days before.</summary>
    public static DateTimeOffset? Start(SilentSpans silent, DateTimeOffset from) => FirstHeard(silent, from, -Quarter);

    /// <summary>Nothing when the meter is silent all the days after.</summary>
    public static DateTimeOffset? End(SilentSpans silent, DateTimeOffset to) => FirstHeard(silent, to, Quarter);

    private static DateTimeOffset? FirstHeard(SilentSpans silent, DateTimeOffset instant, TimeSpan step)
    {
        for (var quarters = 0; quarters <= QuartersMax; quarters++, instant += step)
        {
            if (!silent.Contains(instant.ToUnixTimeMilliseconds()))
                return instant;
        }

        return null;
    }
}
