using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Live;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>A page of the dashboard that the navigation leads to.</summary>
/// <param name="Text">Name of its text in the resources.</param>
/// <param name="Access">The page's rule: it is offered to whom it lets in.</param>
internal sealed record Section(string Path, string Text, Access Access);

/// <summary>
/// What every page has around it: navigation, site clock, and what is wrong with the aggregator itself. Safe from any
/// thread.
/// </summary>
internal sealed class Shell(CurrentSite site, IngestHealth health, Broker broker, SiteTime time)
{
    /// <summary>In the order of the navigation.</summary>
    public static readonly ImmutableArray<Section> Sections =
    [
        new("/", "Campus", Access.Read),
        new("/units", "Units", Access.ReadOwn),
        new("/buildings", "Buildings", Access.Read),
        new("/compare", "Compare", Access.Read),
        new("/plants", "Pv", Access.Read),
        new("/lighting", "Lighting", Access.Read),
        new("/demand-response", "DemandResponse", Access.Read),
        new("/gateways", "GatewaysAndMeters", Access.Read),
        new("/notices", "Notices", Access.ReadOwn),
        new("/sheets", "Sheets", Access.ReadOwn),
        new("/administration", "Administration", Access.Read),
        new("/audit", "Audit", Access.Audit),
    ];

    /// <summary>Where somebody begins: the first page that lets them in.</summary>
    public static string StartOf(Caller? caller) =>
        Sections.FirstOrDefault(section => section.Access.Admits(caller))?.Path ?? "/";

    public string Site => site.Site.Id.Value;

    /// <summary>Of the site's clock.</summary>
    public DateTimeZone Zone => site.Site.Zone;

    public bool IsBench => time.IsBench;

    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>As the HTML attribute <c>lang</c> writes it.</summary>
    public static string Language => IsChinese ? "zh-CN" : "en";

    /// <summary>Of two names the one in the reader's language.</summary>
    public static string NameOf(string name, string nameEn) => IsChinese ? name : nameEn;

    /// <summary>A unit's name; the id where the site has none such.</summary>
    public string UnitName(string id) =>
        site.Site.Units.FirstOrDefault(unit => unit.Id.Value == id) is { } unit ? NameOf(unit.Name, unit.NameEn) : id;

    /// <summary>A building's name; the id where the site has none such. Null: all of them.</summary>
    public string BuildingName(string? id) =>
        site.Site.Buildings.FirstOrDefault(building => building.Id.Value == id) is { } building
            ? NameOf(building.Name, building.NameEn)
            : id ?? Texts.Get("BalanceWhole");

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
    public LiveFrame Frame() => Frame(time.GetUtcNow(), _ => { });

    /// <summary>A frame of a page: the shell as it is now, and what the page adds, told in each language.</summary>
    /// <param name="at">Site time that it shows.</param>
    /// <param name="add">Adds the page's own values in the current culture, of what was computed once.</param>
    public LiveFrame Frame(DateTimeOffset at, Action<Dictionary<string, string?>> add)
    {
        var shown = Values();
        return new(at, () =>
        {
            var values = new Dictionary<string, string?>(shown);
            add(values);
            return new(values.ToFrozenDictionary());
        });
    }
}
