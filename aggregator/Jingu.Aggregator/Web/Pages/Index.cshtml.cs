using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages;

/// <summary>The one page: units of the month, and gateways.</summary>
internal sealed class IndexModel(
    AggregatorSettings settings,
    CurrentSite site,
    StoredReports reports,
    IReadingStore readings,
    RelationalStore relational,
    IngestHealth health,
    Broker broker,
    SiteTime time) : PageModel
{
    public bool IsBench => time.IsBench;

    public string? Held => health.Held;

    public bool HasBroker => broker.IsConnected;

    /// <summary>True when the address asked for a month that is none; the current one is shown.</summary>
    public bool IsWrongMonth { get; private set; }

    public YearMonth Month { get; private set; }

    public MonthReport Report { get; private set; } = null!;

    public ImmutableArray<GatewayReport> Gateways { get; private set; } = [];

    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public async Task<IActionResult> OnGetAsync(string? month, CancellationToken stop)
    {
        var asked = month is null ? null : MonthReport.Parse(month);
        IsWrongMonth = month is not null && asked is null;
        Month = asked ?? reports.CurrentMonth;
        Report = await reports.MonthAsync(Month, stop);
        Gateways = await GatewayReport.AllAsync(settings, site, readings, relational, stop);
        return Page();
    }

    public string NameOf(UnitReport unit) =>
        IsChinese ? unit.Name : site.Site.Units.FirstOrDefault(other => other.Id.Value == unit.Id)?.NameEn ?? unit.Name;

    /// <summary>An instant on the site's clock.</summary>
    public string Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant)
        .InZone(site.Site.Zone)
        .ToString("uuuu'-'MM'-'dd HH':'mm", CultureInfo.InvariantCulture);

    public string Now => Local(time.GetUtcNow());

    /// <summary>Thousandths of a counter: kWh of Wh, m3 of L; a dash where nothing is known.</summary>
    public static string Thousandths(long? count) =>
        (count / 1000m)?.ToString("N1", CultureInfo.CurrentCulture) ?? "–";

    /// <summary>Rounded down, so that 100 % means all.</summary>
    public static string Share(QualityCounts quality) => quality.MeasuredShare() is { } share
        ? (Math.Floor(share * 1000) / 10).ToString("0.0", CultureInfo.CurrentCulture) + " %"
        : "–";

    /// <summary>The part of the largest unit's use, for a bar's width in CSS.</summary>
    public static string Width(long? used, long? most) =>
        (most is null or 0 ? 0 : 100.0 * (used ?? 0) / most.Value).ToString("0.##", CultureInfo.InvariantCulture);
}
