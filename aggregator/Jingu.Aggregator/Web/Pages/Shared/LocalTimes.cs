using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>Instants as forms write them: on the site's clock, to the minute.</summary>
internal static class LocalTimes
{
    private static readonly LocalDateTimePattern Pattern =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Null for what is none, and for one that the site's clocks skip or show twice.</summary>
    public static DateTimeOffset? Parse(string? text, DateTimeZone zone) =>
        Pattern.Parse(text ?? "") is { Success: true, Value: var local } && zone.MapLocal(local) is { Count: 1 } mapped
            ? mapped.Single().ToDateTimeOffset().ToUniversalTime()
            : null;

    public static string Write(DateTimeOffset at, DateTimeZone zone) =>
        Pattern.Format(Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime);
}
