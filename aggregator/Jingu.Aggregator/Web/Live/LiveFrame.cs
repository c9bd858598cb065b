using System.Collections.Concurrent;
using System.Globalization;

namespace Jingu.Aggregator.Web.Live;

/// <summary>One computation of what a page shows, told in each language once. Safe from any thread.</summary>
/// <param name="at">Site time it shows.</param>
/// <param name="tell">Makes the texts in the current culture.</param>
internal sealed class LiveFrame(DateTimeOffset at, Func<LiveValues> tell)
{
    private readonly ConcurrentDictionary<string, Lazy<LiveValues>> _told = [];

    public DateTimeOffset At => at;

    /// <summary>In the current culture.</summary>
    public LiveValues Values => _told.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => new(tell)).Value;
}
