using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Microsoft.Extensions.Logging;

namespace Jingu.Edge;

/// <summary>
/// The heartbeat (design.md, section 4): freezes what has arrived, accounts it, saves everything in one transaction,
/// and only then takes it over. When there is no room to save, the image is kept and tried again with the next tick.
/// Runs on one task.
/// </summary>
internal sealed partial class GatewayTick
{
    /// <summary>
    /// Samples kept in memory while the journal has no room; beyond it the oldest go, the newest register of each meter
    /// stays.
    /// </summary>
    public const int WaitingMax = 20_000;

    /// <summary>Items in one entry, so that an entry always fits an envelope.</summary>
    public const int ItemsMax = 2_000;

    private readonly Arrivals _arrivals;
    private readonly PendingEvents _events;
    private readonly Commissioned _commissioned;
    private readonly JournalStore _journal;
    private readonly Retention _retention;
    private readonly SiteTime _time;
    private readonly ILogger _logger;
    private readonly ClockTrust _trust;
    private Catalogue _catalogue;
    private DateTimeOffset? _catalogueUntil;
    private ImmutableDictionary<PointId, Ledger> _ledgers;
    private ImmutableHashSet<int> _silent = [];
    private ImmutableHashSet<PointId> _absent = [];
    private ImmutableArray<Sample> _waiting = [];
    private ImmutableArray<GatewayEvent> _waitingEvents = [];

    public GatewayTick(
        Arrivals arrivals, PendingEvents events, Commissioned commissioned, JournalStore journal, Retention retention,
        SiteTime time, ILogger<GatewayTick> logger)
    {
        (_arrivals, _events, _commissioned, _journal, _retention, _time, _logger) =
            (arrivals, events, commissioned, journal, retention, time, logger);
        _catalogue = TakeCatalogue(time.GetUtcNow());
        _trust = time.IsBench ? ClockTrust.Bench : ClockTrust.Unset;
        _ledgers = journal.ReadLedgers();
    }

    /// <summary>True while an image waits for room in the journal.</summary>
    public bool IsHeldUp => _waiting.Length > 0;

    /// <summary>Ticks until stopped: after each poll that is due, and every tick while one is open.</summary>
    public async Task RunAsync(
        IReadOnlyList<Port> ports, TimeSpan tick, IParticipant participant, CancellationToken stop)
    {
        while (true)
        {
            var now = _time.GetUtcNow();
            var open = ports.Count == 0 ? DateTimeOffset.MaxValue - tick : ports.Min(port => port.EarliestOpen);
            var next = (IsHeldUp || open < now ? now : open) + tick;
            await participant.WaitUntilAsync(next, stop);
            RunOnce();
        }
    }

    /// <summary>One tick. Public for tests and for the last tick before the end.</summary>
    public void RunOnce()
    {
        var now = _time.GetUtcNow();
        if (now >= _catalogueUntil)
            _catalogue = TakeCatalogue(now);
        SettleDeclared(now);
        var image = Ordered(_waiting, _arrivals.Take());
        var happened = _waitingEvents.Length < PendingEvents.Max
            ? _waitingEvents.AddRange(_events.Take())
            : _waitingEvents;
        if (image.Length == 0 && happened.Length == 0)
            return;
        var accounted = Accounts.Account(_ledgers, _commissioned, image);
        var (silent, silences) = MeterSilence.Follow(_silent, _commissioned, image);
        var (absent, absences) = CounterAbsence.Follow(_absent, _commissioned, image);
        var changed = accounted.Ledgers.Values.Where(
            ledger => !ReferenceEquals(_ledgers.GetValueOrDefault(ledger.Point), ledger));
        try
        {
            _journal.Save(changed, ToEntries(accounted, [.. happened, .. silences, .. absences]), _catalogue);
        }
        catch (JournalFullException)
        {
            HoldUp(image, happened, now);
            return;
        }
        _ledgers = accounted.Ledgers;
        (_silent, _absent) = (silent, absent);
        _waiting = [];
        _waitingEvents = [];
        _retention.Apply(now);
    }

    /// <summary>
    /// Takes up what persons have declared beside the running gateway: applied, recorded and answered in one
    /// transaction. Without room it waits for the next tick.
    /// </summary>
    private void SettleDeclared(DateTimeOffset now)
    {
        var declarations = _journal.ReadDeclarations(waiting: true);
        if (declarations.IsEmpty)
            return;
        var declared = Declarations.Apply(_ledgers, _commissioned, declarations, now);
        if (declared.Answers.IsEmpty)
            return;
        var changed = declared.Image.Ledgers.Values.Where(
            ledger => !ReferenceEquals(_ledgers.GetValueOrDefault(ledger.Point), ledger));
        try
        {
            _journal.Save(changed, ToEntries(declared.Image, []), _catalogue, declared.Answers);
        }
        catch (JournalFullException)
        {
            return;
        }
        _ledgers = declared.Image.Ledgers;
    }

    private Catalogue TakeCatalogue(DateTimeOffset now)
    {
        _catalogueUntil = _commissioned.NextChange(now);
        Catalogue At(int number) => _commissioned.ToCatalogue(number, now);
        return At(_journal.NumberOf(At));
    }

    private List<Entry> ToEntries(AccountedImage image, ImmutableArray<GatewayEvent> happened)
    {
        var entries = new List<Entry>();
        entries.AddRange(happened.Concat(image.Events).Select(item => new Entry.Event(_trust, item)));
        foreach (var part in image.Intervals.Chunk(ItemsMax))
            entries.Add(new Entry.Intervals(_catalogue.Number, _trust, [.. part]));
        // Instants are sent as differences of at most some weeks: a long wait for room is parted by days.
        foreach (var day in image.Samples.GroupBy(sample => sample.Instant.UtcTicks / TimeSpan.TicksPerDay))
        {
            foreach (var part in day.Chunk(ItemsMax))
            {
                var first = part.Min(sample => sample.Instant);
                entries.Add(new Entry.Samples(_catalogue.Number, first, _trust, [.. part]));
            }
        }
        return entries;
    }

    private void HoldUp(ImmutableArray<Sample> image, ImmutableArray<GatewayEvent> happened, DateTimeOffset now)
    {
        if (!IsHeldUp)
            Log.NoRoom(_logger);
        _waiting = Bounded(image);
        _waitingEvents = happened;
        if (_retention.MakeRoom(now) is { } thinned && _waitingEvents.Length < PendingEvents.Max)
            _waitingEvents = _waitingEvents.Add(thinned);
    }

    /// <summary>
    /// Keeps the newest samples. Registers are cumulative: what is dropped costs detail, never energy.
    /// </summary>
    private static ImmutableArray<Sample> Bounded(ImmutableArray<Sample> image) => image.Length <= WaitingMax
        ? image
        : [.. image.OrderByDescending(sample => sample.Instant).Take(WaitingMax)
            .OrderBy(sample => sample.MeterIndex).ThenBy(sample => sample.Instant)];

    private static ImmutableArray<Sample> Ordered(ImmutableArray<Sample> waiting, ImmutableArray<Sample> arrived) =>
        waiting.Length == 0
        ? arrived
        : [.. waiting.Concat(arrived).OrderBy(sample => sample.MeterIndex).ThenBy(sample => sample.Instant)];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The journal has no room: readings wait in memory and settled samples "
            + "are removed. Free space on its disk.")]
        public static partial void NoRoom(ILogger logger);
    }
}
