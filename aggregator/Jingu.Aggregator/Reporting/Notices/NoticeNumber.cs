using System.Globalization;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>What a notice is called for good: the site's year in which it was issued, and a running number.</summary>
/// <param name="Running">From 1 in every year; never given twice.</param>
internal readonly record struct NoticeNumber(int Year, int Running) : IComparable<NoticeNumber>
{
    /// <summary>Such as <c>2026-001</c>, as addresses, tables and the audit write it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Running:D3}");

    /// <summary>Null where a text is no such number.</summary>
    public static NoticeNumber? Parse(string? text) =>
        text?.Split('-') is [{ Length: 4 } year, { Length: >= 3 and <= 7 } running]
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
        && int.TryParse(running, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && new NoticeNumber(known, count) is { Running: > 0 } number && number.ToString() == text
            ? number
            : null;

    public int CompareTo(NoticeNumber other) => (Year, Running).CompareTo((other.Year, other.Running));
}
