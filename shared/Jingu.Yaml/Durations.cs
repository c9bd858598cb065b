using System.Globalization;

namespace Jingu.Yaml;

/// <summary>Times as people write them: a whole number and ms, s, m, h or d.</summary>
public static class Durations
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(text[..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                duration = number * unit;
                return true;
            }
        }
        return false;
    }

    /// <summary>The shortest way to write a duration of whole milliseconds.</summary>
    public static string Format(TimeSpan duration)
    {
        var (suffix, unit) = Units.Last(candidate => duration.Ticks % candidate.Unit.Ticks == 0 || candidate.Suffix == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{duration / unit}{suffix}");
    }
}
