using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets;
using Jingu.Edge.Clock;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>
/// What waits in the same file: persons' declarations for the tick that takes them up, and readings without an instant
/// for the offset of their boot.
/// </summary>
internal sealed partial class JournalStore
{
    /// <summary>
    /// Writes down what a person declared, also beside the gateway that runs on this file; returns its number. Durable
    /// on return; the gateway takes it up with its next tick, or when it starts.
    /// </summary>
    public long Declare(Declaration declaration)
    {
        lock (_gate)
            return _declarations.Add(declaration);
    }

    /// <summary>Declarations in the order they were made.</summary>
    /// <param name="waiting">True: only those that have no answer yet.</param>
    public ImmutableArray<Declaration> ReadDeclarations(bool waiting)
    {
        lock (_gate)
            return _declarations.Read(waiting);
    }

    /// <summary>
    /// As <see cref="Save"/>, with the answers to the declarations that the tick took up, those to the commands they
    /// came by, and the dials among them.
    /// </summary>
    public void SaveDeclared(
        Books books, IReadOnlyList<Entry> entries, Catalogue catalogue,
        ImmutableArray<DeclarationAnswer> answers, ImmutableArray<DialReading> dials)
    {
        lock (_gate)
        {
            var ordered = answers
                .Select(answer => (Answer: answer, Command: answer.Command is { } id ? Waiting(id) : null)).ToList();
            SaveAll(books, entries, catalogue, null, transaction =>
            {
                foreach (var (answer, command) in ordered)
                {
                    _declarations.Answer(answer, transaction);
                    if (command is not null)
                        Answer(CommandAnswer.Of(answer, command.Id), command, transaction);
                }
                foreach (var dial in dials)
                    _dials.Write(dial, transaction);
            });
        }
    }

    /// <summary>All dial readings of a meter, in order of time.</summary>
    public ImmutableArray<DialReading> ReadDials(MeterId meter)
    {
        lock (_gate)
            return _dials.Read(meter);
    }

    /// <summary>The measured readings of a meter's first value next to an instant, as far as they are kept.</summary>
    public Neighbours ReadAround(MeterId meter, DateTimeOffset at)
    {
        lock (_gate)
            return _dials.Around(meter, at, DecodeCatalogues());
    }

    /// <summary>All boots, the newest last.</summary>
    public ImmutableArray<BootRecord> ReadBoots()
    {
        lock (_gate)
            return BootCommands.Read(_connection);
    }

    /// <summary>The first samples that wait for the offset of a boot, each with its catalogue.</summary>
    public ImmutableArray<HeldSamples> ReadHeld(BootRecord boot, int entriesMax)
    {
        lock (_gate)
        {
            var catalogues = DecodeCatalogues();
            return [.. BootCommands.ReadWaiting(_connection, boot.Number, entriesMax).Select(row => new HeldSamples(
                row.Sequence,
                (Entry.Undated)EntryCodec.Decode(row.Body, number => catalogues.GetValueOrDefault(number)),
                catalogues[row.Catalogue]))];
        }
    }

    /// <summary>
    /// As <see cref="Save"/>, and the samples of a boot up to a sequence wait no more: what they led to is among the
    /// entries.
    /// </summary>
    public void SaveHeld(
        Books books, IReadOnlyList<Entry> entries, Catalogue catalogue, BootRecord boot, long upTo) =>
        SaveAll(books, entries, catalogue, null, transaction => BootCommands.Release(
            _connection, JournalStream.Samples, boot.Number, upTo, boot.Begun, boot.Last.Site, transaction));

    /// <summary>
    /// Nothing of a boot waits any more, because all of it is dated, or because it is over and got no offset.
    /// </summary>
    public void Release(BootRecord boot, Catalogue catalogue, DateTimeOffset atLatest)
    {
        SaveAll(Books.Unchanged, [], catalogue, null, transaction =>
        {
            foreach (var held in new[] { JournalStream.Samples, JournalStream.Events })
                BootCommands.Release(_connection, held, boot.Number, long.MaxValue, boot.Begun, atLatest, transaction);
        });
        lock (_gate)
            HoldsUndated = BootCommands.Waiting(_connection).Count > 0;
    }

    private Dictionary<int, Catalogue> DecodeCatalogues() =>
        _catalogues.ToDictionary(pair => pair.Key, pair => BatchCodec.DecodeCatalogue(pair.Value));
}
