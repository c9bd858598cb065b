using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Web.Live;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>A page of the dashboard that the navigation leads to.</summary>
/// <param name="Text">Name of its text in the resources.</param>
internal sealed record Section(string Path, string Text);

/// <summary>
/// What every page has around it: navigation, site clock, and what is wrong with the aggregator itself. Safe from any
/// thread.
/// </summary>
internal sealed class Shell(CurrentSite site, IngestHealth health, Broker broker, SiteTime time)
{
    /// <summary>In the order of the navigation.</summary>
    public static readonly ImmutableArray<Section> Sections = [new("/", "Campus"), new("/units", "Units")];

    public string Site => site.Site.Id.Value;

    public bool IsBench => time.IsBench;

    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>As the HTML attribute <c>lang</c> writes it.</summary>
    public static string Language => IsChinese ? "zh-CN" : "en";

    /// <summary>An instant on the site's clock, to the minute.</summary>
    public string Local(DateTimeOffset instant) => Local(instant, "uuuu'-'MM'-'dd HH':'mm");

    /// <inheritdoc cref="Local(DateTimeOffset)"/>
    /// <param name="pattern">Of NodaTime.</param>
    public string Local(DateTimeOffset instant, string pattern) => Instant.FromDateTimeOffset(instant)
        .InZone(site.Site.Zone).ToString(pattern, CultureInfo.InvariantCulture);

    /// <summary>What of the shell may change while a page is shown.</summary>
    public Dictionary<string, string?> Values() => new()
    {
        ["shell.clock"] = Local(time.GetUtcNow()),
        ["shell.held"] = health.Held ?? "",
        ["shell.held.hidden"] = health.Held is null ? "" : null,
        ["shell.broker.hidden"] = broker.IsConnected ? "" : null,
    };

    /// <summary>A frame of the shell alone, for pages of which nothing else is live.</summary>
    public LiveFrame Frame()
    {
        var values = new LiveValues(Values().ToFrozenDictionary());
        return new(time.GetUtcNow(), () => values);
    }
}
