using System.Globalization;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>How a gateway is, in the words of its pages; what it does not tell is a dash. Pure.</summary>
internal static class GatewayWords
{
    private const double ThousandthsPerPercent = 10;
    private const double BytesPerGigabyte = 1e9;
    private const double BytesPerMegabyte = 1e6;

    /// <summary>What is told of each gateway: the last part of a live value's key, and the name of its label.</summary>
    public static readonly (string Key, string Label)[] Lines =
    [
        ("last", "LastReading"), ("delivered", "LastDelivery"), ("backlog", "Backlog"), ("clock", "Clock"),
        ("bus", "BusLoad"), ("policy", "Policy"), ("disk", "Disk"), ("version", "Version"),
    ];

    /// <summary>Live values of a gateway.</summary>
    /// <param name="key">What their keys begin with.</param>
    public static void Add(
        Dictionary<string, string?> values, string key, GatewayReport gateway, int alarms, DateTimeOffset now,
        Shell shell)
    {
        var isSilent = gateway.IsSilent(now);
        var state = gateway.State;
        string At(DateTimeOffset? at) => at is { } known ? shell.Local(known, StandValues.Short) : Texts.Get("Never");
        values[$"{key}.stage"] = isSilent ? "exhausted" : alarms > 0 ? "warning" : "normal";
        values[$"{key}.word"] = Texts.Get(!gateway.Online ? "Offline" : isSilent ? "Silent" : "Online");
        values[$"{key}.since"] = gateway.Since is { } since ? Texts.Get("Since", At(since)) : "";
        values[$"{key}.alarms"] = alarms == 0 ? "" : Texts.Get("AlarmCount", alarms);
        values[$"{key}.last"] = At(gateway.LastReading);
        values[$"{key}.delivered"] = At(gateway.Delivered);
        values[$"{key}.backlog"] = state is null ? Figures.Unknown : Texts.Get(
            "BacklogOf", gateway.BacklogEntries, gateway.BacklogHours.ToString("0.0", CultureInfo.CurrentCulture));
        values[$"{key}.clock"] = ClockOf(state);
        values[$"{key}.bus"] = BusOf(state);
        values[$"{key}.policy"] = PolicyOf(gateway);
        values[$"{key}.disk"] = DiskOf(state);
        values[$"{key}.version"] = state is null
            ? Figures.Unknown
            : state.Configuration is { Length: > 0 } configuration
                ? Texts.Get("VersionOf", state.Version, configuration)
                : state.Version;
    }

    /// <summary>Thousandths of a period as percent.</summary>
    public static string Percent(int? thousandths) => thousandths is { } known
        ? (known / ThousandthsPerPercent).ToString("0.#", CultureInfo.CurrentCulture) + " %"
        : Figures.Unknown;

    /// <summary>What a dial shows, in kWh or m3 with the decimals it has.</summary>
    public static string Dial(decimal? baseUnits, string unit) => baseUnits is { } known
        ? (known / 1000).ToString("#,##0.###", CultureInfo.CurrentCulture) + (unit == "L" ? " m³" : " kWh")
        : Figures.Unknown;

    /// <summary>Answered, failed and late polls of a meter since its gateway started.</summary>
    public static string Polls(PollCounts? polls) => polls is null
        ? Figures.Unknown
        : Texts.Get("PollsOf", polls.Answered, polls.Failed, polls.Late);

    private static string ClockOf(GatewayState? state)
    {
        if (state?.ClockTrust is not { } trust)
            return Figures.Unknown;
        var word = Texts.Find("Clock-" + trust) ?? trust;
        return state.ClockUncertaintySeconds is { } seconds
            ? $"{word} · ± {seconds.ToString("0.###", CultureInfo.CurrentCulture)} s"
            : word;
    }

    /// <summary>Of the port that has most to do.</summary>
    private static string BusOf(GatewayState? state) =>
        (state?.Ports ?? []).Where(port => port.BusyThousandths is not null).MaxBy(port => port.BusyThousandths)
            is { } busiest
            ? $"{Percent(busiest.BusyThousandths)} · {busiest.Id}"
            : Figures.Unknown;

    private static string PolicyOf(GatewayReport gateway)
    {
        if (gateway.Policy is not { } policy)
            return Texts.Get("PolicyNone");
        var runs = policy.Applied is { } applied
            ? Texts.Get(applied < policy.Published ? "PolicyBehind" : "PolicyRuns", applied, policy.Published)
            : Texts.Get("PolicyWaits", policy.Published);
        return policy.IsRefused ? $"{runs} · {Texts.Get("PolicyRefused")}" : runs;
    }

    private static string DiskOf(GatewayState? state)
    {
        if (state is null)
            return Figures.Unknown;
        var free = (state.DiskFreeBytes / BytesPerGigabyte).ToString("N1", CultureInfo.CurrentCulture);
        return state.JournalBytes is { } journal
            ? Texts.Get("DiskOf", free, (journal / BytesPerMegabyte).ToString("N1", CultureInfo.CurrentCulture))
            : Texts.Get("DiskFree", free);
    }
}
