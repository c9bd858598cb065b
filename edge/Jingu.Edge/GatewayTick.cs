using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Budgets;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Time;
using Microsoft.Extensions.Logging;

namespace Jingu.Edge;

/// <summary>
/// The heartbeat (design.md, section 4): freezes what has arrived, accounts it, decides, saves everything in one
/// transaction, takes it over, and only then acts. When there is no room to save, the image is kept and tried again
/// with the next tick. Runs on one task.
/// </summary>
internal sealed partial class GatewayTick
{
    /// <summary>
    /// Samples kept in memory while the journal has no room; beyond it the oldest go, the newest register of each meter
    /// stays.
    /// </summary>
    public const int WaitingMax = 20_000;

    /// <summary>Entries of a boot that are accounted in one transaction once it has its offset.</summary>
    private const int HeldMax = 500;

    private readonly Arrivals _arrivals;
    private readonly PendingEvents _events;
    private readonly Commissioned _commissioned;
    private readonly JournalStore _journal;
    private readonly Retention _retention;
    private readonly SiteTime _time;
    private readonly ILogger _logger;
    private readonly ClockKeeper _clock;
    private readonly Enforcement _enforcement;
    private Catalogue _catalogue;
    private DateTimeOffset? _catalogueUntil;
    private ImmutableDictionary<PointId, Ledger> _ledgers;
    private ImmutableDictionary<PointId, PointUse> _uses;
    private ImmutableHashSet<int> _silent = [];
    private ImmutableHashSet<PointId> _absent = [];
    private ImmutableArray<Sample> _waiting = [];
    private ImmutableArray<GatewayEvent> _waitingEvents = [];
    private ImmutableArray<Entry> _waitingUndated = [];
    private ImmutableHashSet<string> _behind = [];

    public GatewayTick(
        Arrivals arrivals, PendingEvents events, Commissioned commissioned, JournalStore journal, Retention retention,
        SiteTime time, ClockKeeper clock, Enforcement enforcement, ILogger<GatewayTick> logger)
    {
        (_arrivals, _events, _commissioned, _journal, _retention, _time, _clock, _enforcement, _logger) =
            (arrivals, events, commissioned, journal, retention, time, clock, enforcement, logger);
        _catalogue = TakeCatalogue(time.GetUtcNow());
        _ledgers = journal.ReadLedgers();
        _uses = journal.ReadUses();
    }

    /// <summary>Lighting zones; null where the site has none.</summary>
    public Zoning? Zones { get; init; }

    /// <summary>True while an image waits for room in the journal.</summary>
    public bool IsHeldUp => _waiting.Length > 0 || _waitingUndated.Length > 0;

    /// <summary>Ticks until stopped: after each poll that is due, and every tick while one is open.</summary>
    public async Task RunAsync(
        IReadOnlyList<Port> ports, TimeSpan tick, IParticipant participant, CancellationToken stop)
    {
        while (true)
        {
            var now = _time.GetUtcNow();
            var open = ports.Select(port => port.EarliestOpen).Append(_enforcement.EarliestOpen)
                .Append(Zones?.EarliestOpen ?? DateTimeOffset.MaxValue).Append(DateTimeOffset.MaxValue - tick).Min();
            var next = (IsHeldUp || open < now ? now : open) + tick;
            await participant.WaitUntilAsync(next, stop);
            RunOnce();
        }
    }

    /// <summary>
    /// One tick. Also called before the first poll, so that everything is stamped between two looks at the clock, and
    /// as the last one before the end.
    /// </summary>
    /// <param name="mayAct">False at the end: devices that are closed carry out nothing.</param>
    public void RunOnce(bool mayAct = true)
    {
        var look = _clock.Look();
        if (look.IsDated && look.Now.Site >= _catalogueUntil)
            _catalogue = TakeCatalogue(look.Now.Site);
        // What a person declared stands behind the readings that waited for their instants.
        if (look.IsDated && !_journal.HoldsUndated)
            SettleDeclared(look);
        TellNoted(look);
        var image = Ordered(_waiting, _arrivals.Take());
        var happened = _waitingEvents.Length < PendingEvents.Max
            ? _waitingEvents.AddRange(_events.Take())
            : _waitingEvents;
        var hasAsked = _enforcement.Freeze(look) | (Zones?.Freeze(look) ?? false);
        if (image.Length == 0 && happened.Length == 0 && !look.HasNews && !hasAsked && !IsHeldUp)
        {
            _clock.Become(look);
            return;
        }
        try
        {
            if (look.IsDated)
                SaveDated(look, image, happened);
            else
                SaveUndated(look, image, happened);
        }
        catch (JournalFullException)
        {
            HoldUp(look, image, happened);
            return;
        }
        _clock.Become(look);
        _waiting = [];
        _waitingEvents = [];
        _waitingUndated = [];
        if (mayAct)
        {
            _enforcement.Act(look, _ledgers, _uses, (change, events) => SaveSupply(look, change, events));
            Zones?.Act(look);
        }
        // What a wrong clock calls old may be new.
        if (look.IsDated)
            _retention.Apply(look.Now.Site);
    }

    /// <summary>
    /// Takes up what persons have declared beside the running gateway: applied, recorded and answered in one
    /// transaction. Without room it waits for the next tick.
    /// </summary>
    private void SettleDeclared(ClockLook look)
    {
        var waiting = _journal.ReadDeclarations(waiting: true);
        if (waiting.IsEmpty)
            return;
        var now = look.Now.Site;
        var dials = waiting.Where(declaration => declaration.Kind == DeclarationKind.DialRead);
        var declared = Declarations.Apply(
            _ledgers, _uses, _commissioned, [.. waiting.Except(dials)], _journal.Id, now);
        var held = Reconciling.Hold(_journal, _commissioned, dials, now);
        if (declared.Answers.IsEmpty && held.Answers.IsEmpty)
            return;
        try
        {
            _journal.SaveDeclared(
                Changed(declared.Image),
                [
                    .. TickEntries.Dated(
                        _catalogue.Number, look.Now.Trust, [.. declared.Image.Events, .. held.Events],
                        declared.Image.Intervals, declared.Image.Samples),
                ],
                _catalogue, [.. declared.Answers, .. held.Answers], held.Dials);
        }
        catch (JournalFullException)
        {
            return;
        }
        (_ledgers, _uses) = (declared.Image.Ledgers, declared.Image.Uses);
    }

    /// <summary>
    /// Tells what was stored beside the tick: numbered and taken off the list in one transaction. Without room it waits
    /// for the next tick.
    /// </summary>
    private void TellNoted(ClockLook look)
    {
        var noted = Noted.Read(_journal, look, _commissioned.Zone);
        if (noted.Events.IsEmpty)
            return;
        try
        {
            _journal.SaveNoted(
                look.IsDated
                    ? [.. TickEntries.Dated(_catalogue.Number, look.Now.Trust, noted.Events, [], [])]
                    : [.. TickEntries.Undated(_catalogue.Number, look, noted.Events, [])],
                _catalogue, look.Record, noted.UpTo, noted.Placed);
        }
        catch (JournalFullException)
        {
            // The notes stay where they are.
        }
    }

    private Catalogue TakeCatalogue(DateTimeOffset now)
    {
        _catalogueUntil = _commissioned.NextChange(now);
        Catalogue At(int number) => _commissioned.ToCatalogue(number, now);
        return At(_journal.NumberOf(At));
    }

    private void SaveDated(ClockLook look, ImmutableArray<Sample> image, ImmutableArray<GatewayEvent> happened)
    {
        if (_journal.HoldsUndated)
            AccountHeld(look);
        var accounted = Accounts.Account(_ledgers, _uses, _commissioned, image);
        var (silent, silences) = MeterSilence.Follow(_silent, _commissioned, image);
        var (absent, absences) = CounterAbsence.Follow(_absent, _commissioned, image);
        var (behind, events) = BehindLedgers.Follow(_behind, _ledgers, accounted.Ledgers, accounted.Events);
        var supply = _enforcement.Prepare(look, accounted.Samples, accounted.Ledgers, accounted.Uses);
        var zones = ZonesOf(look, accounted.Samples, supply, accounted.Ledgers, accounted.Uses);
        _journal.Save(
            Changed(accounted) with
            {
                Supply = _enforcement.ChangeTo(supply),
                Zones = Zones?.ChangeTo(zones) ?? [],
                Answers = zones.Answers,
            },
            [
                .. TickEntries.Dated(
                    _catalogue.Number, look.Now.Trust,
                    [
                        .. look.Events, .. happened, .. silences, .. absences, .. events, .. supply.Events,
                        .. zones.Events,
                    ],
                    accounted.Intervals, accounted.Samples),
            ],
            _catalogue, look.Record);
        (_ledgers, _uses) = (accounted.Ledgers, accounted.Uses);
        (_silent, _absent, _behind) = (silent, absent, behind);
        _enforcement.Become(supply);
        Zones?.Become(zones);
    }

    /// <summary>
    /// Readings are kept as they are; no ledger moves and no interval is made. Where trust has just come, the event
    /// that dates them all goes with it, and the next tick accounts them.
    /// </summary>
    private void SaveUndated(ClockLook look, ImmutableArray<Sample> image, ImmutableArray<GatewayEvent> happened)
    {
        var (silent, silences) = MeterSilence.Follow(_silent, _commissioned, image);
        var (absent, absences) = CounterAbsence.Follow(_absent, _commissioned, image);
        var supply = _enforcement.Prepare(look, image, _ledgers, _uses);
        var zones = ZonesOf(look, image, supply, _ledgers, _uses);
        var entries = Undated(
            look, image,
            [.. look.Events, .. happened, .. silences, .. absences, .. supply.Events, .. zones.Events]).ToList();
        if (look.Dating is not null)
            entries.Add(new Entry.Event(look.Now.Trust, _clock.Dated(look)));
        _journal.Save(
            Books.Unchanged with
            {
                Supply = _enforcement.ChangeTo(supply),
                Zones = Zones?.ChangeTo(zones) ?? [],
                Answers = zones.Answers,
            },
            entries, _catalogue, look.Record);
        (_silent, _absent) = (silent, absent);
        _enforcement.Become(supply);
        Zones?.Become(zones);
    }

    private PreparedZones ZonesOf(
        ClockLook look, ImmutableArray<Sample> image, PreparedSupply supply,
        ImmutableDictionary<PointId, Ledger> ledgers, ImmutableDictionary<PointId, PointUse> uses) =>
        Zones?.Prepare(look, image, supply, ledgers, uses) ?? PreparedZones.None;

    /// <summary>What is about to be switched, or just was: in a transaction of its own.</summary>
    private void SaveSupply(ClockLook look, SupplyChange change, ImmutableArray<GatewayEvent> events) => _journal.Save(
        Books.Unchanged with { Supply = change },
        look.IsDated
            ? [.. TickEntries.Dated(_catalogue.Number, look.Now.Trust, events, [], [])]
            : [.. TickEntries.Undated(_catalogue.Number, look, events, [])],
        _catalogue, look.Record);

    /// <summary>
    /// Accounts what waited for an offset, in the order in which it was taken, before anything later; each part in one
    /// transaction, so that a crash in between repeats none of it. Boots that ended without an offset wait no more:
    /// their registers are in the next reading.
    /// </summary>
    private void AccountHeld(ClockLook look)
    {
        foreach (var boot in _journal.ReadBoots().Where(boot => boot.UndatedFrom is not null))
        {
            while (boot.Begun is { } begun && _journal.ReadHeld(boot, HeldMax) is { Length: > 0 } held)
            {
                var image = HeldReadings.Date(held, begun, _commissioned);
                var accounted = Accounts.Account(_ledgers, _uses, _commissioned, image);
                var (behind, events) = BehindLedgers.Follow(_behind, _ledgers, accounted.Ledgers, accounted.Events);
                _journal.SaveHeld(
                    Changed(accounted),
                    [.. TickEntries.Dated(_catalogue.Number, look.Now.Trust, events, accounted.Intervals, [])],
                    _catalogue, boot, held[^1].Sequence);
                (_ledgers, _uses, _behind) = (accounted.Ledgers, accounted.Uses, behind);
            }
            _journal.Release(boot, _catalogue, look.Now.Site);
        }
    }

    private Books Changed(AccountedImage accounted) => new(
        accounted.Ledgers.Values.Where(
            ledger => !ReferenceEquals(_ledgers.GetValueOrDefault(ledger.Point), ledger)),
        accounted.Uses.Values.Where(use => !ReferenceEquals(_uses.GetValueOrDefault(use.Point), use)));

    private IEnumerable<Entry> Undated(
        ClockLook look, ImmutableArray<Sample> image, ImmutableArray<GatewayEvent> happened) =>
        _waitingUndated.Concat(TickEntries.Undated(_catalogue.Number, look, happened, image));

    /// <summary>Undated readings wait as entries: what their instants mean is known now and not later.</summary>
    private void HoldUp(ClockLook look, ImmutableArray<Sample> image, ImmutableArray<GatewayEvent> happened)
    {
        if (!IsHeldUp)
            Log.NoRoom(_logger);
        if (look.IsDated)
        {
            _waiting = Bounded(image);
            _waitingEvents = happened;
        }
        else
        {
            _waitingUndated = Bounded([.. Undated(look, image, happened)]);
            (_waiting, _waitingEvents) = ([], []);
        }
        if (_retention.MakeRoom(look.Now.Site) is { } thinned && _waitingEvents.Length < PendingEvents.Max)
            _waitingEvents = _waitingEvents.Add(thinned);
    }

    /// <summary>
    /// Keeps the newest samples. Registers are cumulative: what is dropped costs detail, never energy.
    /// </summary>
    private static ImmutableArray<Sample> Bounded(ImmutableArray<Sample> image) => image.Length <= WaitingMax
        ? image
        : [.. image.OrderByDescending(sample => sample.Instant).Take(WaitingMax)
            .OrderBy(sample => sample.MeterIndex).ThenBy(sample => sample.Instant)];

    private static ImmutableArray<Entry> Bounded(ImmutableArray<Entry> undated)
    {
        var samples = 0;
        return
        [
            .. undated.Reverse().TakeWhile(
                entry => entry.Stream == JournalStream.Events
                    || (samples += ((Entry.Samples)((Entry.Undated)entry).Taken).Items.Length) <= WaitingMax)
                .Reverse(),
        ];
    }

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
