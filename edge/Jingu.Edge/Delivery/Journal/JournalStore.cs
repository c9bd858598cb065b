using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Pulses;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Clock;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>
/// The gateway's memory: ledgers, and the durable, sequenced record of what must be delivered. <see cref="Save"/> is
/// one transaction with <c>synchronous=FULL</c>; a sequence number that was sent is never used for other content. Safe
/// from any thread.
/// </summary>
internal sealed partial class JournalStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly JournalCommands _commands;
    private readonly LedgerCommands _ledgers;
    private readonly DeclarationCommands _declarations;
    private readonly DialCommands _dials;
    private readonly SignedCommands _signed;
    private readonly Dictionary<JournalStream, StreamState> _streams;
    private readonly Dictionary<int, byte[]> _catalogues;

    public JournalStore(SqliteConnection connection)
    {
        _connection = connection;
        _commands = new(connection);
        _ledgers = new(_commands);
        _declarations = new(_commands);
        _dials = new(_commands);
        _signed = new(_commands);
        Id = _commands.ReadIdentity();
        _streams = _commands.ReadStreams();
        _catalogues = _commands.ReadCatalogues();
        HoldsUndated = BootCommands.Waiting(connection).Count > 0;
    }

    /// <summary>This life of the journal.</summary>
    public JournalId Id { get; private set; }

    /// <summary>Raised after entries were added or settled; handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>True while entries wait for the offset of their boot.</summary>
    public bool HoldsUndated { get; private set; }

    public ImmutableDictionary<PointId, Ledger> ReadLedgers()
    {
        lock (_gate)
            return _ledgers.Read();
    }

    /// <summary>What is remembered about supply.</summary>
    /// <param name="gateway">Whose file it is.</param>
    public SupplyState ReadSupply(GatewayId gateway)
    {
        lock (_gate)
            return SupplyCommands.Read(_commands, gateway);
    }

    /// <summary>What each point counted per day and month.</summary>
    public ImmutableDictionary<PointId, PointUse> ReadUses()
    {
        lock (_gate)
            return UseCommands.Read(_commands);
    }

    /// <summary>The number of the newest catalogue with this content; a new one where it differs.</summary>
    public int NumberOf(Func<int, Catalogue> catalogue)
    {
        lock (_gate)
        {
            var newest = _catalogues.Count == 0 ? 0 : _catalogues.Keys.Max();
            if (newest > 0 && _catalogues[newest].AsSpan().SequenceEqual(BatchCodec.EncodeCatalogue(catalogue(newest))))
                return newest;
            var body = BatchCodec.EncodeCatalogue(catalogue(newest + 1));
            _commands.InsertCatalogue(newest + 1, body);
            _catalogues.Add(newest + 1, body);
            return newest + 1;
        }
    }

    /// <summary>
    /// Stores a tick: changed books and new entries, whole or not at all. Throws <see cref="JournalFullException"/>
    /// when there is no room: then nothing of it has happened.
    /// </summary>
    /// <param name="boot">The boot it happened in; undated entries wait for its offset.</param>
    public void Save(
        Books books, IReadOnlyList<Entry> entries, Catalogue catalogue, BootRecord? boot = null) =>
        SaveAll(books, entries, catalogue, boot, _ => { });

    /// <summary>A pulse meter's count as it was stored last; null for one that never was.</summary>
    public PulseRegister? ReadPulses(MeterId meter)
    {
        lock (_gate)
            return PulseCommands.Read(_connection, meter);
    }

    /// <summary>
    /// Stores a pulse meter's count, durably when it returns. Throws <see cref="JournalFullException"/> when there is
    /// no room.
    /// </summary>
    public void SavePulses(MeterId meter, PulseRegister register, DateTimeOffset at)
    {
        lock (_gate)
        {
            try
            {
                PulseCommands.Write(_connection, meter, register, at);
            }
            catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
            {
                throw new JournalFullException(e);
            }
        }
    }

    /// <summary>
    /// The bodies from <paramref name="first"/> on, at most to <paramref name="last"/>, bounded in number and bytes but
    /// at least one.
    /// </summary>
    public JournalBatch Read(JournalStream stream, long first, long last, int entriesMax, int bytesMax)
    {
        lock (_gate)
        {
            var rows = _commands.Read(stream, first, last, entriesMax, bytesMax);
            var catalogues = rows.Select(row => row.Catalogue).Distinct().Where(_catalogues.ContainsKey);
            return new(Id, stream, first, [.. catalogues.Select(number => _catalogues[number])],
                [.. rows.Select(row => row.Body)]);
        }
    }

    /// <summary>
    /// Takes note of what the aggregator answered. Durable with the next <see cref="Save"/> or <see cref="Flush"/>; if
    /// it is lost before, entries are sent once more, which harms nobody.
    /// </summary>
    public void Settle(JournalStream stream, long first, long last, Outcome outcome)
    {
        lock (_gate)
            _streams[stream].Settle(first, Math.Min(last, _streams[stream].Last), outcome);
        Changed?.Invoke();
    }

    /// <summary>
    /// Forgets that a range was settled: the aggregator asks for it again. What was pruned cannot be sent and stays
    /// settled.
    /// </summary>
    public void Unsettle(JournalStream stream, long first, long last)
    {
        lock (_gate)
        {
            var there = new RangeSet();
            foreach (var sequence in _commands.ReadSequences(stream, null)
                .Where(number => first <= number && number <= last))
            {
                there.Add(sequence, sequence);
            }
            foreach (var range in there.Ranges)
                _streams[stream].Unsettle(range.First, range.Last);
        }
        Changed?.Invoke();
    }

    /// <summary>
    /// The first run of unsettled numbers at or after <paramref name="from"/>; null when there is none.
    /// </summary>
    public (long First, long Last)? FirstUnsettled(JournalStream stream, long from)
    {
        lock (_gate)
            return _streams[stream].FirstUnsettled(from);
    }

    public bool IsSettled(JournalStream stream, long sequence)
    {
        lock (_gate)
            return _streams[stream].IsSettled(sequence);
    }

    public long LastSequence(JournalStream stream)
    {
        lock (_gate)
            return _streams[stream].Last;
    }

    /// <summary>The highest sequence that the aggregator can know, unless a copy of this file has written.</summary>
    public long Told(JournalStream stream)
    {
        lock (_gate)
            return _streams[stream].Told;
    }

    /// <summary>True once entries of a stream may be sent: see <see cref="Agree"/>.</summary>
    public bool IsAgreed(JournalStream stream)
    {
        lock (_gate)
            return _streams[stream].IsAgreed;
    }

    /// <summary>
    /// The aggregator was heard in this process and knows nothing beyond <see cref="Told"/>. Durable on return where
    /// there is room: without it a later start may take itself for a copy, which costs a journal and no entry.
    /// </summary>
    public void Agree(JournalStream stream)
    {
        lock (_gate)
        {
            _streams[stream].Agree();
            Flush();
        }
        Changed?.Invoke();
    }

    public void CountSentAgain(JournalStream stream, long entries)
    {
        lock (_gate)
            _streams[stream].CountSentAgain(entries);
    }

    public ImmutableArray<StreamStatus> Status()
    {
        lock (_gate)
            return [.. _streams.OrderBy(pair => pair.Key).Select(pair => pair.Value.ToStatus(pair.Key))];
    }

    /// <summary>When the oldest unsettled entry was made; null without backlog.</summary>
    /// <param name="boot">Number and beginning of the boot that runs, for entries that know no more.</param>
    public DateTimeOffset? OldestUnsettled((int Number, DateTimeOffset Begun)? boot = null)
    {
        lock (_gate)
        {
            return _streams
                .Select(pair => pair.Value.FirstUnsettled(1) is { } gap
                    ? _commands.InstantOf(pair.Key, gap.First, boot)
                    : null)
                .Min();
        }
    }

    /// <summary>The first entry at or after a sequence that was not pruned; null when there is none.</summary>
    public long? FirstKept(JournalStream stream, long from)
    {
        lock (_gate)
            return _commands.FirstFrom(stream, from);
    }

    /// <summary>
    /// When the newest entry of a stream was made that the aggregator has answered for; null before the first answer.
    /// </summary>
    public DateTimeOffset? InstantOfLastSettled(JournalStream stream)
    {
        lock (_gate)
        {
            return _streams[stream].SettledRanges is [.., var newest]
                ? _commands.InstantOf(stream, newest.Last, null)
                : null;
        }
    }

    /// <summary>
    /// Stores what <see cref="Settle"/> noted. Returns quietly when there is no room: it is noted again later.
    /// </summary>
    public void Flush()
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                WriteStreams([], _streams.ToDictionary(pair => pair.Key, pair => pair.Value.Last), transaction);
                transaction.Commit();
            }
            catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
            {
                NoteAllAgain();
            }
        }
    }

    /// <summary>Removes settled entries of a stream that were made before an instant; returns how many.</summary>
    public int Prune(JournalStream stream, DateTimeOffset before, int entriesMax)
    {
        lock (_gate)
            return _commands.Delete(stream, _streams[stream].SettledRanges, before, entriesMax);
    }

    /// <summary>
    /// Begins a new life: the aggregator knows sequences that this file never wrote, so the file is an older copy of
    /// itself. Everything not settled gets new numbers from 1; the ledgers go on.
    /// </summary>
    public void Renew()
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Id = JournalFile.NewIdentity();
            JournalFile.WriteIdentity(_connection, transaction, Id);
            foreach (var (stream, state) in _streams)
            {
                var left = _commands.Renumber(stream, state, transaction);
                state.BeginAgain(left);
            }
            WriteStreams([], _streams.ToDictionary(pair => pair.Key, pair => pair.Value.Last), transaction);
            transaction.Commit();
        }
        Changed?.Invoke();
    }

    public void Dispose()
    {
        Flush();
        _commands.Dispose();
        _connection.Dispose();
    }

    private void SaveAll(
        Books books, IReadOnlyList<Entry> entries, Catalogue catalogue, BootRecord? boot,
        Action<SqliteTransaction> also)
    {
        lock (_gate)
        {
            var after = _streams.ToDictionary(pair => pair.Key, pair => pair.Value.Last);
            try
            {
                using var transaction = _connection.BeginTransaction();
                foreach (var ledger in books.Ledgers)
                    _ledgers.Write(ledger, transaction);
                foreach (var use in books.Uses)
                    UseCommands.Write(_commands, use, transaction);
                if (books.Supply is { } supply)
                {
                    SupplyCommands.Write(_commands, supply, transaction);
                    Answer(supply.Answers, transaction);
                }
                foreach (var (zone, kept) in books.Zones)
                    ZoneCommands.Write(_commands, zone, kept, transaction);
                Answer(books.Answers, transaction);
                foreach (var entry in entries)
                {
                    _commands.Insert(
                        ++after[entry.Stream], entry, EntryCodec.Encode(entry, catalogue), catalogue.Number,
                        boot?.Number ?? 0, transaction);
                }
                if (boot is not null)
                    BootCommands.Write(_connection, boot, transaction);
                also(transaction);
                WriteStreams(entries, after, transaction);
                transaction.Commit();
            }
            catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
            {
                NoteAllAgain();
                throw new JournalFullException(e);
            }
            foreach (var (stream, state) in _streams)
                state.Saved(after[stream], entries.Where(entry => entry.Stream == stream));
            HoldsUndated |= entries.Any(entry => entry is Entry.Undated);
        }
        Changed?.Invoke();
    }

    private void NoteAllAgain()
    {
        foreach (var state in _streams.Values)
            state.IsChanged = true;
    }

    private void WriteStreams(
        IReadOnlyList<Entry> entries, Dictionary<JournalStream, long> last, SqliteTransaction transaction)
    {
        foreach (var (stream, state) in _streams)
        {
            var added = StreamState.CountItems(entries.Where(entry => entry.Stream == stream));
            if (!state.IsChanged && last[stream] == state.Last)
                continue;
            _commands.WriteStream(stream, state, last[stream], added, transaction);
            state.IsChanged = false;
        }
    }
}
