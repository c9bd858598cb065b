using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Tables;
using NodaTime;
using NodaTime.Text;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The audit over HTTP, read-only: page by page as JSON, or as CSV.</summary>
internal static class AuditApi
{
    /// <summary>Entries in one page of JSON.</summary>
    public const int PageMax = 500;

    private const int PageDefault = 100;
    private const int CsvMax = 10_000;

    public static void MapAuditApi(this WebApplication app) =>
        app.MapGet("/api/audit", AuditAsync).Requires(Access.Audit);

    /// <summary>
    /// What is asked for, of local days, both included; null where a day is none.
    /// </summary>
    public static AuditQuery? Query(
        string? who, string? text, string? from, string? to, long? before, int max, CurrentSite site)
    {
        if (!TryDay(from, out var first) || !TryDay(to, out var last))
            return null;
        DateTimeOffset? Midnight(LocalDate? day) =>
            day?.AtStartOfDayInZone(site.Site.Zone).ToInstant().ToDateTimeOffset();
        return new(
            NullIfEmpty(who), NullIfEmpty(text), Midnight(first), Midnight(last?.PlusDays(1)), before, max);
    }

    /// <summary>What everybody did and tried, with its outcome; the newest first, page by page.</summary>
    private static async Task<IResult> AuditAsync(
        string? who, string? text, string? from, string? to, long? before, int? max, string? format,
        AuditStore store, CurrentSite site, CancellationToken stop)
    {
        if (format is not (null or "json" or "csv"))
            return Bad($"'{format}' is no format: use json or csv.");
        if (max is < 1 or > PageMax)
            return Bad($"max: write 1 to {PageMax}.");
        var size = format == "csv" ? CsvMax : max ?? PageDefault;
        if (Query(who, text, from, to, before, size, site) is not { } query)
            return Bad("'from' and 'to' are local days of the site such as 2026-03-01.");
        var entries = await store.FindAsync(query, stop);
        return format == "csv" ? TableCsv.Answer(Table(entries)) : Results.Json(new
        {
            entries = entries.Select(stored => new
            {
                number = stored.Number,
                at = stored.Entry.At,
                who = stored.Entry.Who,
                address = stored.Entry.Address,
                what = stored.Entry.What,
                subject = stored.Entry.Subject,
                reason = stored.Entry.Reason,
                outcome = stored.Entry.Outcome,
            }),
            next = entries.Length == size ? entries[^1].Number : (long?)null,
        });
    }

    private static Table Table(ImmutableArray<StoredAudit> entries) => new(
        "audit", ["number", "at", "who", "address", "what", "subject", "reason", "outcome"],
        [
            .. entries.Select(stored => ImmutableArray.Create<Cell>(
                stored.Number, stored.Entry.At, stored.Entry.Who, stored.Entry.Address, stored.Entry.What,
                stored.Entry.Subject, stored.Entry.Reason, stored.Entry.Outcome)),
        ]);

    private static bool TryDay(string? text, out LocalDate? day)
    {
        var parsed = LocalDatePattern.Iso.Parse(text ?? "");
        day = parsed.Success ? parsed.Value : null;
        return string.IsNullOrEmpty(text) || parsed.Success;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
