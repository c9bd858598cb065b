using Jingu.Time;

namespace Jingu.Edge.Delivery;

/// <summary>
/// Whether the aggregator can be asked, from one thing alone: how long ago it last answered with a message that bears
/// this gateway's own tag. Brokers, connections and confirmations of brokers say nothing. Safe from any thread.
/// </summary>
internal sealed class Contact(SiteTime site)
{
    /// <summary>Without an answer for so long, site time, nobody can be asked. A start counts as one.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);

    private long _heardTicks = site.GetUtcNow().UtcTicks;

    /// <summary>The aggregator answered just now.</summary>
    public void Heard() => Interlocked.Exchange(ref _heardTicks, site.GetUtcNow().UtcTicks);

    /// <param name="now">Site time. A clock that was set since waits for the next answer.</param>
    public bool IsThere(DateTimeOffset now) =>
        TimeSpan.FromTicks(now.UtcTicks - Interlocked.Read(ref _heardTicks)).Duration() <= Within;
}
