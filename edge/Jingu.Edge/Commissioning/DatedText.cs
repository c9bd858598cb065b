using NodaTime.Text;

namespace Jingu.Edge.Commissioning;

/// <summary>Instants as people write them into files and command lines: with their offset from UTC.</summary>
internal static class DatedText
{
    /// <summary>
    /// Reads <c>2026-03-05T10:00:00+08:00</c> or <c>...Z</c> as UTC; throws <see cref="FormatException"/> with a
    /// sentence for anything else.
    /// </summary>
    public static DateTimeOffset Parse(string text) =>
        OffsetDateTimePattern.GeneralIso.Parse(text) is { Success: true, Value: var instant }
            ? instant.ToDateTimeOffset().ToUniversalTime()
            : throw new FormatException(
                $"'{text}' is no instant: write date, time and offset, such as 2026-03-05T10:00:00+08:00.");
}
