using System.Collections.Frozen;
using System.Globalization;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Lighting;

/// <summary>The texts of the page of lighting zones that may change. Safe from any thread.</summary>
internal sealed class LightingLive(CurrentLighting lighting, Shell shell)
{
    private const int Whole = 1000;

    public async Task<LiveFrame> FrameAsync(CancellationToken stop)
    {
        var now = await lighting.NowAsync(stop);
        var shown = shell.Values();
        return new(now.At, () => ValuesOf(now, shown));
    }

    /// <summary>Light in percent; a dash where it is not known.</summary>
    public static string LightOf(int? thousandths) => thousandths is { } light
        ? (light / 10m).ToString("0.#", CultureInfo.CurrentCulture) + " %"
        : Figures.Unknown;

    private LiveValues ValuesOf(LightingNow now, Dictionary<string, string?> shown)
    {
        var values = new Dictionary<string, string?>(shown) { ["orders"] = OrdersOf(now) };
        foreach (var zone in now.Zones)
        {
            var key = $"z.{zone.Id}";
            values[$"{key}.light"] = LightOf(zone.Light);
            values[$"{key}.width"] = Figures.Width(zone.Light, Whole);
            values[$"{key}.known"] = zone.Light is null ? "no" : null;
            values[$"{key}.reason"] = ReasonOf(zone);
            values[$"{key}.override"] = OverrideOf(zone);
            values[$"{key}.parts"] = StampOf(zone);
        }
        return new(values.ToFrozenDictionary());
    }

    /// <summary>What the rules say and why; or why nobody knows.</summary>
    private string ReasonOf(ZoneNow zone) => zone switch
    {
        { Gateway: null } => Texts.Get("ZoneUntold"),
        { IsSilent: true } => Texts.Get("ZoneSilent", zone.Gateway, At(zone.ToldAt)),
        { Reason: { } reason } => Texts.Get(
            "ZoneSince", Texts.Find($"LightReason-{reason}") ?? reason, At(zone.Since)),
        _ => Texts.Get("ZoneUntold"),
    };

    private string OverrideOf(ZoneNow zone) => zone.Override is { } chosen
        ? Texts.Get(
            chosen.By is not null ? "ZoneOverrideBy" : chosen.Light is null ? "ZoneOverrideOn" : "ZoneOverride",
            LightOf(chosen.Light), At(chosen.Until), chosen.By ?? "")
        : "";

    private string At(DateTimeOffset? at) =>
        at is { } known ? shell.Local(known, StandValues.Short) : Figures.Unknown;

    private static string OrdersOf(LightingNow now)
    {
        var hash = new HashCode();
        foreach (var order in now.Orders)
            hash.Add(order);
        foreach (var proposal in now.Proposals)
            hash.Add(proposal);
        // Whether an order can be ended is seen beside them.
        foreach (var zone in now.Zones)
            hash.Add(zone.Override?.Order);
        return hash.ToHashCode().ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string StampOf(ZoneNow zone)
    {
        var hash = new HashCode();
        foreach (var lamp in zone.Lamps)
            hash.Add(lamp);
        foreach (var sensor in zone.Sensors)
            hash.Add(sensor);
        foreach (var fault in zone.Faults)
            hash.Add(fault);
        return hash.ToHashCode().ToString("x8", CultureInfo.InvariantCulture);
    }
}
