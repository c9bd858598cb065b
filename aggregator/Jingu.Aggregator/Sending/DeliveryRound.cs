using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// One look at everything that deliveries owe: plans months that are over, revisions of what was restated, and sends
/// what is due. An attempt is stored before it is made, so whatever is killed, a file is sent again with the same key
/// and never forgotten. Throws what the stores throw.
/// </summary>
internal sealed partial class DeliveryRound(
    AggregatorSettings settings, CurrentSite site, DeliveryStore store, StoredDeliveries stored,
    Completeness completeness, ReportMaking making, SiteTime time, MachineTime machine,
    ILogger<DeliveryRound> log) : IDisposable
{
    /// <summary>What was delivered is held against restatements so often, and replaced at most so often.</summary>
    public static readonly TimeSpan RevisesEvery = TimeSpan.FromDays(1);

    /// <summary>Months planned in one round: what was off for longer goes on with the next one.</summary>
    private const int MonthsMax = 12;

    private readonly SemaphoreSlim _one = new(1, 1);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Until when, by machine time, a destination is left alone that did not take the last file.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _held = new();

    /// <summary>
    /// Months that lacked nothing at the last look. One look is not enough: it may fall between the storing of an
    /// interval and of the mark that has it summed.
    /// </summary>
    private FrozenSet<YearMonth> _complete = [];

    /// <summary>Where a delivery sends to.</summary>
    public Func<DeliverySettings, IReportTarget>? Targets { get; init; }

    /// <summary>A person has something sent again: its destination is asked at once.</summary>
    public void Release(string delivery) => _held.TryRemove(delivery, out _);

    /// <summary>One round; another one that has begun is waited for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            foreach (var delivery in settings.Deliveries)
                await PlanAsync(delivery, stop);
            await ReviseAsync(stop);
            var owed = await store.OwedAsync(stop);
            foreach (var file in owed.Where(file => file.State == FileState.Sending))
                await InterruptedAsync(file);
            if (owed.Any(file => file.State == FileState.Sending))
                owed = await store.OwedAsync(stop);
            var looked = await LookAsync(owed, stop);
            // Each by itself: a destination that hangs holds no other back.
            await Task.WhenAll(settings.Deliveries.Select(delivery => SendAsync(
                delivery, [.. owed.Where(file => file.File.Delivery == delivery.Id)], looked, stop)));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _http.Dispose();
    }

    private async Task PlanAsync(DeliverySettings delivery, CancellationToken stop)
    {
        var (current, now) = (site.Site, time.GetUtcNow());
        var month = await store.NextMonthAsync(
            delivery.Id, delivery.From ?? MonthPeriod.Containing(now, current.Zone), stop);
        for (var i = 0; i < MonthsMax && DeliveryDue.IsOver(month, current.Zone, now); i++)
        {
            await store.PlanAsync(
                delivery.Id, month,
                ReportFile.Of(
                    delivery.Id, month, delivery.Reports, delivery.Formats, [.. current.Units.Select(unit => unit.Id)]),
                now, stop);
            stored.Forget();
            month = month.PlusMonths(1);
        }
    }

    private async Task ReviseAsync(CancellationToken stop)
    {
        if (!await completeness.IsSummedAsync(stop))
            return;
        var now = time.GetUtcNow();
        foreach (var file in await store.RestatedAsync(now - RevisesEvery, stop))
        {
            if (settings.Deliveries.FirstOrDefault(each => each.Id == file.File.Delivery) is not { } delivery)
                continue;
            var restated = await store.LastRestatementAsync(stop);
            var isSame = await making.FiguresAsync(file.File, delivery.Language, stop) == file.Figures;
            await store.LookedAsync(
                file, restated, isSame ? null : file.File with { Revision = file.File.Revision + 1 }, now, stop);
            stored.Forget();
        }
    }

    /// <summary>The program ended, or a store went away, before an answer was kept: it may have arrived.</summary>
    private Task InterruptedAsync(StoredFile file) => EndAsync(
        file, file.Attempts, new(AttemptOutcome.Interrupted), new NextStep.Retry(TimeSpan.Zero), time.GetUtcNow());

    /// <summary>
    /// What the months lack of which something is to be made, and which lacked nothing at the look before this already.
    /// </summary>
    private async Task<Looked> LookAsync(ImmutableArray<StoredFile> owed, CancellationToken stop)
    {
        var lacks = new Dictionary<YearMonth, Lack>();
        foreach (var month in owed.Where(file => !file.HasContent).Select(file => file.File.Month).Distinct())
            lacks[month] = await completeness.OfAsync(month, stop);
        var before = _complete;
        _complete = lacks.Where(each => each.Value.IsNothing).Select(each => each.Key).ToFrozenSet();
        return new(lacks.ToFrozenDictionary(), [.. _complete.Intersect(before)]);
    }

    private async Task SendAsync(
        DeliverySettings delivery, ImmutableArray<StoredFile> owed, Looked looked, CancellationToken stop)
    {
        var target = TargetOf(delivery);
        foreach (var file in owed)
        {
            var now = machine.GetUtcNow();
            if (_held.TryGetValue(delivery.Id, out var until) && now < until)
                return;
            if (now < file.NextAttempt || (!file.HasContent && !IsDue(file, delivery, looked)))
                continue;
            await AttemptAsync(file, delivery, target, looked, stop);
        }
    }

    private bool IsDue(StoredFile file, DeliverySettings delivery, Looked looked) => DeliveryDue.IsDue(
        file.File.Month, delivery.LatestDays, site.Site.Zone, time.GetUtcNow(),
        looked.Complete.Contains(file.File.Month));

    private async Task AttemptAsync(
        StoredFile file, DeliverySettings delivery, IReportTarget target, Looked looked, CancellationToken stop)
    {
        var began = time.GetUtcNow();
        MadeFile? made = null;
        AttemptAnswer? answer = null;
        if (!file.HasContent)
            (made, answer) = await making.MakeAsync(file.File, delivery.Language, looked.Lacks[file.File.Month], stop);
        var attempt = await store.BeginAsync(file, made, began, stop);
        stored.Forget();
        if (answer is null)
        {
            var (mediaType, content, isComplete) = await store.ContentAsync(file.Number, stop);
            answer = await target.SendAsync(
                new(
                    file.File, made?.Name ?? file.Name!, mediaType, content,
                    file.File.KeyOf(site.Site.Id, file.Round), isComplete),
                stop);
        }
        var since = file.FailingSince is { } failing ? machine.GetUtcNow() - failing : TimeSpan.Zero;
        var next = NextStep.After(answer, file.Failed + 1, since, delivery.GivesUpAfter);
        if (next is NextStep.Retry retry && answer.IsOfDestination)
            _held[delivery.Id] = machine.GetUtcNow() + retry.Pause;
        await EndAsync(file, attempt, answer, next, began);
        Tell(file, delivery, answer, next);
    }

    /// <summary>Also when the program ends meanwhile: what is known is kept.</summary>
    private async Task EndAsync(
        StoredFile file, int attempt, AttemptAnswer answer, NextStep next, DateTimeOffset began)
    {
        await store.EndAsync(
            file, attempt, answer, next, began, time.GetUtcNow(), machine.GetUtcNow(), CancellationToken.None);
        stored.Forget();
    }

    private IReportTarget TargetOf(DeliverySettings delivery) => Targets?.Invoke(delivery) ?? delivery.Target switch
    {
        DeliveryTarget.Folder folder => new FolderTarget(folder.Path),
        DeliveryTarget.Webhook webhook => new WebhookTarget(webhook, delivery.Timeout, _http, machine),
        _ => throw new InvalidOperationException(),
    };

    private void Tell(StoredFile file, DeliverySettings delivery, AttemptAnswer answer, NextStep next)
    {
        var key = file.File.KeyOf(site.Site.Id, file.Round);
        switch (next)
        {
            case NextStep.Delivered:
                Log.Delivered(log, key, delivery.Target.Shown);
                break;
            case NextStep.GivenUp:
                Log.GivenUp(log, key, delivery.Target.Shown, answer.Outcome, answer.Detail);
                break;
            case NextStep.Retry retry:
                Log.Failed(log, key, delivery.Target.Shown, answer.Outcome, answer.Detail, retry.Pause);
                break;
        }
    }

    /// <param name="Complete">Months that lacked nothing twice in a row.</param>
    private sealed record Looked(FrozenDictionary<YearMonth, Lack> Lacks, FrozenSet<YearMonth> Complete);

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Information, "Report {Key} is delivered to {Target}.")]
        public static partial void Delivered(ILogger log, string key, string target);

        [LoggerMessage(
            202, LogLevel.Warning, "Report {Key} is not delivered to {Target} ({Outcome}: {Detail}): tried again in "
                + "{Pause}.")]
        public static partial void Failed(
            ILogger log, string key, string target, AttemptOutcome outcome, string detail, TimeSpan pause);

        [LoggerMessage(
            203, LogLevel.Error, "Report {Key} is given up for {Target} ({Outcome}: {Detail}): mend that, then have it "
                + "sent again on the page of sheets.")]
        public static partial void GivenUp(
            ILogger log, string key, string target, AttemptOutcome outcome, string detail);
    }
}
