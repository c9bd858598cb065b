using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Contracts.Ids;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Notices;

/// <summary>What came of acting on a notice.</summary>
internal abstract record NoticeOutcome
{
    private NoticeOutcome()
    {
    }

    public sealed record Taken(Notice Notice) : NoticeOutcome;

    /// <summary>Nothing was recorded.</summary>
    /// <param name="Open">The notice that stands in the way; null where none does.</param>
    public sealed record Refused(ImmutableArray<NoticeFault> Faults, Notice? Open = null) : NoticeOutcome;

    /// <summary>Somebody else acted since it was read: nothing was recorded.</summary>
    public sealed record Stale(Notice Notice) : NoticeOutcome;

    public sealed record Unknown : NoticeOutcome;
}

/// <summary>
/// Issues notices and records the steps that follow: reads, decides by <see cref="NoticeRules"/>, saves. Who may act is
/// asked before. Safe from any thread; throws what the stores throw.
/// </summary>
internal sealed class NoticeDesk(
    NoticeStore store, StoredNotices notices, StoredCampus campus, StoredUnits units, CurrentSite site, SiteTime time)
{
    /// <summary>Copies an alarm that stands open; null where none does.</summary>
    public async Task<NoticeAlarm?> AlarmAsync(string? key, CancellationToken stop) =>
        (await campus.GetAsync(stop)).Alarms.FirstOrDefault(
            alarm => NoticeAlarm.KeyOf(alarm.Kind, alarm.Subject, alarm.Gateway) == key) is { } open
            ? new(open.Kind, open.Subject, open.Gateway, open.Since, open.Text)
            : null;

    /// <summary>What would be issued, or why nothing would be.</summary>
    /// <param name="alarm">Key of the alarm that it is issued from; null or empty: by hand.</param>
    public async Task<(NoticeBody? Body, LocalDate Deadline, ImmutableArray<NoticeFault> Faults)> DraftAsync(
        NoticeForm form, string? alarm, CancellationToken stop)
    {
        var copied = string.IsNullOrEmpty(alarm) ? null : await AlarmAsync(alarm, stop);
        var (body, deadline, faults) = NoticeDraft.Of(form, copied, site.Site, notices.Today);
        return string.IsNullOrEmpty(alarm) || copied is not null
            ? (body, deadline, faults)
            : (null, default, faults.Add(NoticeFault.NoAlarm));
    }

    public async Task<NoticeOutcome> IssueAsync(
        NoticeForm form, string? alarm, Actor by, CancellationToken stop)
    {
        var (body, deadline, faults) = await DraftAsync(form, alarm, stop);
        if (body is null)
            return new NoticeOutcome.Refused(faults);
        var step = new NoticeStep.Issued(time.GetUtcNow(), by, deadline);
        var (notice, isNew) = await store.IssueAsync(notices.Today.Year, body, step, stop);
        if (!isNew)
            return new NoticeOutcome.Refused([NoticeFault.AlarmHasNotice], notice);
        Changed(notice);
        return new NoticeOutcome.Taken(notice);
    }

    /// <summary>Records a step, or only says what would come of it.</summary>
    /// <param name="version">The step that whoever acts has seen last.</param>
    /// <param name="onBehalf">A facility manager acts.</param>
    /// <param name="isDraft">True: nothing is recorded.</param>
    public async Task<NoticeOutcome> ActAsync(
        NoticeNumber number, int version, NoticeAct act, Actor by, bool onBehalf, bool isDraft, CancellationToken stop)
    {
        if (await store.FindAsync(number, stop) is not { } notice)
            return new NoticeOutcome.Unknown();
        if (notice.Version != version)
            return new NoticeOutcome.Stale(notice);
        var (step, faults) = act.StepOf(notice, time.GetUtcNow(), by, onBehalf, notices.Today);
        if (step is null)
            return new NoticeOutcome.Refused(faults);
        if (isDraft)
            return new NoticeOutcome.Taken(notice);
        if (!await store.TryAddAsync(notice, step, stop))
            return new NoticeOutcome.Stale((await store.FindAsync(number, stop))!);
        Changed(notice);
        return new NoticeOutcome.Taken(notice with { Steps = notice.Steps.Add(step) });
    }

    /// <summary>Whoever asks from now on sees it.</summary>
    private void Changed(Notice notice)
    {
        notices.Forget();
        campus.Forget();
        if (notice.Body.To.Unit is { } unit)
            units.Forget(new UnitId(unit));
    }
}
