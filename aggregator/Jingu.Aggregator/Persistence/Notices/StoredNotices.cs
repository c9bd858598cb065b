using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Notices;

/// <summary>
/// Fetches notices as they stand on the site's day, kept for seconds and shared by all who ask. Safe from any thread;
/// throws what the store throws.
/// </summary>
internal sealed class StoredNotices(NoticeStore store, CurrentSite site, SiteTime time, MachineTime machine)
    : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly Kept<Book> _all = new(async stop => new(await store.AllAsync(stop)), Age, machine);

    /// <summary>The site's day.</summary>
    public LocalDate Today => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(site.Site.Zone).Date;

    /// <summary>All of them, what asks for somebody first.</summary>
    public async Task<ImmutableArray<NoticeReport>> AllAsync(CancellationToken stop) =>
        NoticeReport.Sorted((await _all.GetAsync(stop)).Notices, Today);

    /// <summary>One as it is now; null where none has that number.</summary>
    public async Task<NoticeReport?> FindAsync(NoticeNumber number, CancellationToken stop) =>
        await store.FindAsync(number, stop) is { } notice ? NoticeReport.Of(notice, Today) : null;

    /// <summary>Numbers of open notices by <see cref="NoticeAlarm.Key"/> of the alarms they were issued from.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OpenByAlarmAsync(CancellationToken stop) =>
        (await _all.GetAsync(stop)).Notices.Where(notice => notice is { IsOpen: true, Body.Alarm: not null })
        .GroupBy(notice => notice.Body.Alarm!.Key)
        .ToDictionary(same => same.Key, same => same.Last().Number.ToString());

    /// <summary>Something was recorded: whoever asks next sees it.</summary>
    public void Forget() => _all.Forget();

    public void Dispose() => _all.Dispose();

    private sealed record Book(ImmutableArray<Notice> Notices);
}
