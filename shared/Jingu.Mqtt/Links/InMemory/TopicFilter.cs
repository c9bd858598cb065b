namespace Jingu.Mqtt.Links.InMemory;

/// <summary>A subscription's filter (MQTT 5, 4.7), shared or not (4.8.2).</summary>
/// <param name="Share">The name between <c>$share/</c> and the filter; null: not shared.</param>
internal sealed record TopicFilter(string? Share, string Filter)
{
    private const string SharePrefix = "$share/";

    /// <exception cref="ArgumentException">Not a filter.</exception>
    internal static TopicFilter Parse(string text)
    {
        var (share, filter) = ((string?)null, text);
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            var parts = text[SharePrefix.Length..].Split('/', 2);
            (share, filter) = (parts[0], parts.Length == 2 ? parts[1] : "");
        }
        var levels = filter.Split('/');
        var isBad = filter.Length == 0 || share is { Length: 0 }
            || levels.Any(level => level.Length > 1 && level.AsSpan().ContainsAny('+', '#'))
            || levels.SkipLast(1).Contains("#");
        return isBad ? throw new ArgumentException($"'{text}' is not a topic filter.") : new(share, filter);
    }

    internal bool Matches(string topic)
    {
        var (filters, levels) = (Filter.Split('/'), topic.Split('/'));
        // Wildcards at the first level do not match what the broker publishes about itself (4.7.2).
        if (topic.StartsWith('$') && filters[0] is "+" or "#")
            return false;
        for (var n = 0; n < filters.Length; n++)
        {
            if (filters[n] == "#")
                return true;
            if (n >= levels.Length || (filters[n] != "+" && filters[n] != levels[n]))
                return false;
        }
        return filters.Length == levels.Length;
    }
}
