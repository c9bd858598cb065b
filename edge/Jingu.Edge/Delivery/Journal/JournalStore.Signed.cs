using System.Collections.Immutable;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets;
using Jingu.Edge.Clock;
using Jingu.Edge.Delivery.Signed;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>
/// What comes signed from the aggregator and what is typed in on site: the policy, commands, extensions, and the notes
/// by which the tick tells of them.
/// </summary>
internal sealed partial class JournalStore
{
    /// <summary>The last good policy as it was signed; null before the first.</summary>
    public byte[]? ReadDesired()
    {
        lock (_gate)
            return _signed.ReadDesired();
    }

    /// <summary>Keeps a policy in place of the one before, with its receipt. Durable on return.</summary>
    public void SaveDesired(long version, ReadOnlyMemory<byte> message, DateTimeOffset taken, Note receipt) =>
        Transact(transaction =>
        {
            _signed.WriteDesired(version, message.ToArray(), taken, transaction);
            _signed.AddNote(receipt, transaction);
            return true;
        });

    /// <summary>True for a command that was taken before, whatever came of it.</summary>
    public bool HasCommand(string id)
    {
        lock (_gate)
            return _signed.HasCommand(id);
    }

    /// <summary>
    /// Keeps a command that was never seen: to wait for the tick, or with its answer, the note that tells it and the
    /// extension it gives. Durable on return.
    /// </summary>
    public void AddCommand(
        Command command, byte[] payload, DateTimeOffset taken, CommandAnswer? answer, Note? told,
        Extension? extension) =>
        Transact(transaction =>
        {
            _signed.AddCommand(command, payload, taken, answer, transaction);
            if (extension is not null)
                _signed.AddExtension(extension, transaction);
            if (told is not null)
                _signed.AddNote(told, transaction);
            return true;
        });

    /// <summary>
    /// Keeps a command that was never seen, and what a person declares by it for the next tick, together. Durable on
    /// return.
    /// </summary>
    public void AddDeclared(Command command, byte[] payload, DateTimeOffset taken, Declaration declaration) =>
        Transact(transaction =>
        {
            _signed.AddCommand(command, payload, taken, null, transaction);
            return _declarations.Add(declaration, transaction);
        });

    /// <summary>Notes that a command came again, the first time it does.</summary>
    public void NoteRepeated(string id, Note told) => Transact(transaction =>
    {
        if (_signed.MarkRepeated(id, transaction))
            _signed.AddNote(told, transaction);
        return true;
    });

    /// <summary>Forgets answered commands whose time was over before an instant.</summary>
    public void ForgetCommands(DateTimeOffset notAfterBefore) => Transact(transaction =>
    {
        _signed.Forget(notAfterBefore, transaction);
        return true;
    });

    /// <summary>
    /// Commands in the order they came, each verified, addressed to this gateway and seen once. Extensions are never
    /// among those that wait: they count by <see cref="ReadExtensions"/>.
    /// </summary>
    /// <param name="waiting">True: only those that have no answer yet, for the tick to act on.</param>
    public ImmutableArray<ReceivedCommand> ReadCommands(bool waiting)
    {
        lock (_gate)
            return _signed.ReadCommands(waiting);
    }

    /// <summary>
    /// As <see cref="Save"/>, with the answers to the commands that the tick took up. Their events
    /// (<see cref="CommandAnswer.ToEvent"/>) are among the entries. A command that has an answer keeps it.
    /// </summary>
    public void SaveAnswered(
        Books books, IReadOnlyList<Entry> entries, Catalogue catalogue, BootRecord? boot,
        IReadOnlyList<CommandAnswer> answers) =>
        SaveAll(books, entries, catalogue, boot, transaction => Answer(answers, transaction));

    /// <summary>Every extension this gateway was given, also those that its policy includes by now.</summary>
    public ImmutableArray<Extension> ReadExtensions()
    {
        lock (_gate)
            return _signed.ReadExtensions();
    }

    /// <summary>
    /// A code was typed in, also beside the gateway that runs on this file: one transaction, so that two who type the
    /// same code at once are not given it twice. Durable on return.
    /// </summary>
    /// <param name="since">Wrong tries before this count no more.</param>
    /// <param name="triesMax">With so many wrong tries nothing is judged; null is returned.</param>
    /// <param name="judge">Given the counter used last, what comes of the code.</param>
    public GrantOutcome? Grant(
        DateTimeOffset now, DateTimeOffset since, int triesMax, Func<long, GrantOutcome> judge) =>
        Transact(transaction =>
        {
            if (_signed.WrongTries(since, transaction) >= triesMax)
                return null;
            var outcome = judge(_signed.LastCounter(transaction));
            if (outcome is GrantOutcome.Given given)
            {
                _signed.UseCounter(given.Counter, transaction);
                _signed.AddExtension(given.Extension, transaction);
            }
            else if (outcome is GrantOutcome.Wrong wrong)
            {
                _signed.AddWrongTry(now, since, transaction);
                _signed.AddNote(wrong.Told, transaction);
            }
            return outcome;
        });

    /// <summary>Notes that no tick has told yet, in the order they were written.</summary>
    public ImmutableArray<Note> ReadNotes(int most)
    {
        lock (_gate)
            return _signed.ReadNotes(most);
    }

    /// <summary>
    /// As <see cref="Save"/>: the entries tell notes up to a number, which are gone then, and of extensions without a
    /// month which one they count in.
    /// </summary>
    public void SaveNoted(
        IReadOnlyList<Entry> entries, Catalogue catalogue, BootRecord boot, long upTo,
        IReadOnlyList<Extension> placed) =>
        SaveAll(Books.Unchanged, entries, catalogue, boot, transaction =>
        {
            _signed.RemoveNotes(upTo, transaction);
            foreach (var extension in placed)
                _signed.PlaceExtension(extension.Name, extension.Month!, transaction);
        });

    private void Answer(IReadOnlyList<CommandAnswer> answers, SqliteTransaction transaction)
    {
        foreach (var answer in answers)
            _signed.Answer(answer, transaction);
    }

    private T Transact<T>(Func<SqliteTransaction, T> write)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                var outcome = write(transaction);
                transaction.Commit();
                return outcome;
            }
            catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
            {
                throw new JournalFullException(e);
            }
        }
    }
}
