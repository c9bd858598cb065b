using Jingu.Aggregator.Reporting.Campus;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>Live values of how a unit stands with a resource: what a light, its bar and its words show.</summary>
internal static class StandValues
{
    /// <summary>Site time without its year, for instants of this month.</summary>
    public const string Short = "MM'-'dd HH':'mm";

    /// <param name="key">What the values' keys begin with.</param>
    public static void Add(Dictionary<string, string?> values, string key, UnitStand stand, Shell shell)
    {
        var stage = stand.Standing?.Stage ?? "unknown";
        values[$"{key}.stage"] = stage;
        values[$"{key}.word"] = Texts.Get($"Stage-{stage}");
        values[$"{key}.used"] = Figures.Thousandths(stand.Used);
        values[$"{key}.budget"] = Figures.Thousandths(stand.Budget);
        values[$"{key}.share"] = Figures.Percent(stand.Used, stand.Budget);
        values[$"{key}.width"] = Figures.Width(stand.Used, stand.Budget);
        values[$"{key}.pace"] = Figures.Width(stand.Paced, stand.Budget);
        values[$"{key}.against"] = AgainstPace(stand.Used, stand.Paced);
        values[$"{key}.over"] = stand.Used > stand.Paced ? "over" : "under";
        values[$"{key}.flags"] = string.Join(' ', FlagsOf(stand));
        values[$"{key}.silent"] = stand.IsSilent
            ? Texts.Get("SilentSince", stand.CountedTo is { } to ? shell.Local(to, Short) : Texts.Get("Never"))
            : "";
        values[$"{key}.silent.on"] = stand.IsSilent ? "yes" : null;
    }

    /// <summary>How far use lies from what the budget's days let use by now; empty where that is not known.</summary>
    public static string AgainstPace(long? used, long? paced)
    {
        if (used is not { } known || paced is not > 0)
            return "";
        var off = (Int128)(known - paced.Value) * 100 / paced.Value;
        return Texts.Get(off > 0 ? "PaceOver" : off < 0 ? "PaceUnder" : "PaceEven", (long)Int128.Abs(off));
    }

    private static IEnumerable<string> FlagsOf(UnitStand stand)
    {
        if (stand.Standing is not { } standing)
            yield break;
        if (standing.Drill)
            yield return Texts.Get("Flag-drill");
        if (standing.Armed)
            yield return Texts.Get("Flag-armed");
        if (standing.Emergency)
            yield return Texts.Get("Flag-emergency");
        if (standing.ApprovalAskedAt is not null)
            yield return Texts.Get("Flag-approval");
    }
}
