using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>
/// Makes signed orders of the light that people want in a zone, and checks them as far as they can be checked away from
/// the gateway, which has the last word. Pure.
/// </summary>
internal static class ZoneOrder
{
    private const decimal Whole = 100;
    private const decimal PerPercent = 10;

    /// <param name="percent">Of full light.</param>
    /// <param name="told">What the gateway takes; null: it does not tell.</param>
    /// <param name="complaints">Gets a text's name for each field that is wrong.</param>
    /// <returns>Null where something is wrong.</returns>
    public static CommandAction.OverrideZone? Of(
        string zone, decimal? percent, DateTimeOffset? until, OrderRange? told, DateTimeOffset now,
        Dictionary<string, string> complaints)
    {
        int? light = percent is >= 0 and <= Whole and { } written
            && decimal.Truncate(written * PerPercent) == written * PerPercent
                ? (int)(written * PerPercent)
                : null;
        if (light is null)
            complaints["percent"] = "ZonePercentWrong";
        else if (light == 0 ? told is { Dark: false } : light < told?.Least)
            complaints["percent"] = "ZonePercentLess";
        if (until is not { } end || end <= now || end - now > CommandAction.OverrideZone.HoldsMax)
            complaints["until"] = "ZoneUntilWrong";
        return complaints.Count == 0 ? new(zone, light, until!.Value.ToUniversalTime()) : null;
    }

    /// <summary>As it is written into a form; null where it is no number of percent.</summary>
    public static decimal? Percent(string? text) => decimal.TryParse(
        text,
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
        CultureInfo.InvariantCulture, out var percent)
        ? percent
        : null;

    /// <summary>As the audit names it.</summary>
    public static string Describe(CommandAction.OverrideZone action) => action.Light is { } light
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"override-zone {action.Zone} {light / PerPercent:0.#} % until {action.Until:u}")
        : $"release-zone {action.Zone}";
}
