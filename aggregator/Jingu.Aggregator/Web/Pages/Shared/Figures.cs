using System.Globalization;
using Jingu.Aggregator.Reporting;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>Numbers as pages write them, in the reader's culture; a dash where nothing is known.</summary>
internal static class Figures
{
    public const string Unknown = "–";

    /// <summary>From so many on a decimal says nothing.</summary>
    private const decimal WholeFrom = 1000;

    /// <summary>Thousandths of a counter: kWh of Wh, m3 of L.</summary>
    public static string Thousandths(long? count) => count is { } known
        ? (known / 1000m).ToString(
            Math.Abs(known / 1000m) >= WholeFrom ? "N0" : "N1", CultureInfo.CurrentCulture)
        : Unknown;

    /// <summary>Always to the tenth, for columns that are added up.</summary>
    public static string Tenths(long? count) => (count / 1000m)?.ToString("N1", CultureInfo.CurrentCulture) ?? Unknown;

    /// <summary>The same with its unit; the dash stands alone.</summary>
    public static string Tenths(long? count, string measure) =>
        count is null ? Unknown : $"{Tenths(count)} {measure}";

    /// <summary>To the last Wh or L: what people sign can be added up by hand.</summary>
    public static string Exact(long? count) => (count / 1000m)?.ToString("N3", CultureInfo.CurrentCulture) ?? Unknown;

    /// <summary>The same of a difference, with its sign.</summary>
    public static string Signed(long? count) =>
        (count / 1000m)?.ToString("+#,##0.000;-#,##0.000;0.000", CultureInfo.CurrentCulture) ?? Unknown;

    /// <summary>kW of W.</summary>
    public static string Kilowatts(double? watts) =>
        (watts / 1000)?.ToString("N1", CultureInfo.CurrentCulture) ?? Unknown;

    /// <summary>A part in percent, rounded down, so that 100 % means all.</summary>
    public static string Percent(long? part, long? whole) => part is { } known && whole is > 0 and var all
        ? ((Int128)known * 100 / all).ToString(CultureInfo.CurrentCulture) + " %"
        : Unknown;

    /// <summary>A part of a whole, 0 to 1 and above, in percent to the tenth.</summary>
    public static string Part(double? part) =>
        part is { } known ? (known * 100).ToString("0.0", CultureInfo.CurrentCulture) + " %" : Unknown;

    /// <summary>The part of intervals that was measured, rounded down.</summary>
    public static string Share(QualityCounts quality) => quality.MeasuredShare() is { } share
        ? (Math.Floor(share * 1000) / 10).ToString("0.0", CultureInfo.CurrentCulture) + " %"
        : Unknown;

    /// <summary>A part of a whole for the width of a bar, 0 to 100, as SVG writes it.</summary>
    public static string Width(long? part, long? whole) => (whole is null or <= 0
        ? 0
        : Math.Clamp(100.0 * (part ?? 0) / whole.Value, 0, 100)).ToString("0.##", CultureInfo.InvariantCulture);
}
