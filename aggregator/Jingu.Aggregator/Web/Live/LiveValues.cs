using System.Collections.Frozen;
using System.Globalization;

namespace Jingu.Aggregator.Web.Live;

/// <summary>
/// What a page shows that may change, by key, in one language: the page is rendered from it and kept up to date by it,
/// so both say the same. Immutable.
/// </summary>
/// <param name="Values">A text, or the value of an attribute; null: the attribute is absent.</param>
internal sealed record LiveValues(FrozenDictionary<string, string?> Values)
{
    /// <summary>The value of a key; a key that nobody sets is a bug.</summary>
    public string? this[string key] => Values.TryGetValue(key, out var value)
        ? value
        : throw new InvalidOperationException($"No value is live under '{key}'.");

    /// <summary>A value that changes when one of the parts does: what it stands for is fetched again then.</summary>
    public static string Stamp(params IEnumerable<object?>[] parts)
    {
        var hash = new HashCode();
        foreach (var part in parts.SelectMany(part => part))
            hash.Add(part);
        return hash.ToHashCode().ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>What is not as it was.</summary>
    /// <param name="before">Null: nothing was shown yet.</param>
    public Dictionary<string, string?> Since(LiveValues? before)
    {
        var changed = new Dictionary<string, string?>();
        foreach (var (key, value) in Values)
        {
            if (before is null || !before.Values.TryGetValue(key, out var was) || was != value)
                changed[key] = value;
        }
        return changed;
    }
}
