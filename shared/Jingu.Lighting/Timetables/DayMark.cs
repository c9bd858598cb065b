using NodaTime;

namespace Jingu.Lighting.Timetables;

/// <summary>A moment of a local day: by the clock or by the sun. Immutable.</summary>
public abstract record DayMark
{
    private DayMark()
    {
    }

    /// <summary>Local time of day. A time that a clock change skips is that of the change.</summary>
    public sealed record Clock(LocalTime Time) : DayMark;

    /// <summary>Sunrise of the day, moved. On a day without one there is no such moment.</summary>
    /// <param name="Offset">-4 h to 4 h; negative: before it.</param>
    public sealed record Sunrise(TimeSpan Offset) : DayMark;

    /// <summary>Sunset of the day, moved. On a day without one there is no such moment.</summary>
    /// <param name="Offset">-4 h to 4 h; negative: before it.</param>
    public sealed record Sunset(TimeSpan Offset) : DayMark;

    /// <summary>The farthest that a mark may lie from the sun's.</summary>
    public static readonly TimeSpan OffsetMax = TimeSpan.FromHours(4);

    /// <summary>Whether the site must say where it lies.</summary>
    public bool NeedsSun => this is not Clock;

    internal bool IsInRange => this switch
    {
        Sunrise sunrise => sunrise.Offset.Duration() <= OffsetMax,
        Sunset sunset => sunset.Offset.Duration() <= OffsetMax,
        _ => true,
    };
}
