using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Delivery.Signed;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>
/// The SQL of what came signed, of what was typed in, and of the notes that tell it. Guarded by the store's lock;
/// several processes may write.
/// </summary>
internal sealed class SignedCommands(JournalCommands commands)
{
    public byte[]? ReadDesired() => commands.Command("SELECT message FROM desired").ExecuteScalar() as byte[];

    public void WriteDesired(long version, byte[] message, DateTimeOffset taken, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT OR REPLACE INTO desired VALUES (1, $version, $taken, $message)", transaction,
            ("$version", version), ("$taken", Milliseconds(taken)), ("$message", message));

    public bool HasCommand(string id)
    {
        var command = commands.Command("SELECT count(*) FROM command WHERE id = $id");
        JournalCommands.Bind(command, ("$id", id));
        return (long)command.ExecuteScalar()! > 0;
    }

    public void AddCommand(
        Command command, byte[] payload, DateTimeOffset taken, CommandAnswer? answer, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT INTO command (id, not_after_ms, taken_ms, payload, state, answered_ms, answer, came_again) "
            + "VALUES ($id, $after, $taken, $payload, $state, $answered, $answer, 0)", transaction,
            ("$id", command.Id), ("$after", Milliseconds(command.NotAfter)), ("$taken", Milliseconds(taken)),
            ("$payload", payload), ("$state", (long)(answer?.State ?? CommandState.Waiting)),
            ("$answered", answer is null ? DBNull.Value : Milliseconds(answer.At)),
            ("$answer", answer?.Text ?? ""));

    public void Answer(CommandAnswer answer, SqliteTransaction transaction) => commands.Run(
        "UPDATE command SET state = $state, answered_ms = $at, answer = $text WHERE id = $id AND state = 0",
        transaction,
        ("$state", (long)answer.State), ("$at", Milliseconds(answer.At)), ("$text", answer.Text), ("$id", answer.Id));

    /// <summary>True the first time.</summary>
    public bool MarkRepeated(string id, SqliteTransaction transaction) => commands.Run(
        "UPDATE command SET came_again = 1 WHERE id = $id AND came_again = 0", transaction, ("$id", id)) > 0;

    public void Forget(DateTimeOffset notAfterBefore, SqliteTransaction transaction) => commands.Run(
        "DELETE FROM command WHERE not_after_ms < $before AND state <> 0", transaction,
        ("$before", Milliseconds(notAfterBefore)));

    public ImmutableArray<ReceivedCommand> ReadCommands(bool waiting)
    {
        var received = ImmutableArray.CreateBuilder<ReceivedCommand>();
        using var row = commands.Command(
            "SELECT payload, taken_ms, state, answer FROM command "
            + $"{(waiting ? "WHERE state = 0 " : "")}ORDER BY number")
            .ExecuteReader();
        while (row.Read())
        {
            received.Add(new(
                CommandJson.Read((byte[])row[0]), Instant(row.GetInt64(1)), (CommandState)row.GetInt32(2),
                row.GetString(3)));
        }
        return received.ToImmutable();
    }

    public void AddExtension(Extension extension, SqliteTransaction transaction) => commands.Run(
        "INSERT OR IGNORE INTO extension VALUES ($name, $unit, $resource, $amount, $month, $made, $by)", transaction,
        ("$name", extension.Name), ("$unit", extension.Unit.Value), ("$resource", (long)extension.Resource),
        ("$amount", extension.Amount), ("$month", (object?)extension.Month ?? DBNull.Value),
        ("$made", Milliseconds(extension.Made)), ("$by", extension.By));

    public void PlaceExtension(string name, string month, SqliteTransaction transaction) => commands.Run(
        "UPDATE extension SET month = $month WHERE name = $name AND month IS NULL", transaction,
        ("$month", month), ("$name", name));

    public ImmutableArray<Extension> ReadExtensions()
    {
        var extensions = ImmutableArray.CreateBuilder<Extension>();
        using var row = commands.Command(
            "SELECT name, unit, resource, amount, month, made_ms, by FROM extension ORDER BY made_ms, name")
            .ExecuteReader();
        while (row.Read())
        {
            extensions.Add(new(
                row.GetString(0), new UnitId(row.GetString(1)), (Resource)row.GetInt32(2), row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetString(4), Instant(row.GetInt64(5)), row.GetString(6)));
        }
        return extensions.ToImmutable();
    }

    public long LastCounter(SqliteTransaction transaction)
    {
        var command = commands.Command("SELECT last FROM grant_counter");
        command.Transaction = transaction;
        return (long)command.ExecuteScalar()!;
    }

    public void UseCounter(long counter, SqliteTransaction transaction) =>
        commands.Run("UPDATE grant_counter SET last = $last", transaction, ("$last", counter));

    public long WrongTries(DateTimeOffset since, SqliteTransaction transaction)
    {
        var command = commands.Command("SELECT count(*) FROM grant_try WHERE at_ms > $since");
        command.Transaction = transaction;
        JournalCommands.Bind(command, ("$since", Milliseconds(since)));
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Adds one, and forgets those that count no more.</summary>
    public void AddWrongTry(DateTimeOffset at, DateTimeOffset since, SqliteTransaction transaction)
    {
        commands.Run("DELETE FROM grant_try WHERE at_ms <= $since", transaction, ("$since", Milliseconds(since)));
        commands.Run("INSERT INTO grant_try VALUES ($at)", transaction, ("$at", Milliseconds(at)));
    }

    public void AddNote(Note note, SqliteTransaction transaction) => commands.Run(
        "INSERT INTO note (kind, subject, text, facts) VALUES ($kind, $subject, $text, $facts)", transaction,
        ("$kind", note.Kind), ("$subject", note.Subject), ("$text", note.Text),
        ("$facts", JsonSerializer.Serialize(note.Facts)));

    public ImmutableArray<Note> ReadNotes(int most)
    {
        var notes = ImmutableArray.CreateBuilder<Note>();
        var command = commands.Command(
            "SELECT number, kind, subject, text, facts FROM note ORDER BY number LIMIT $most");
        JournalCommands.Bind(command, ("$most", (long)most));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            notes.Add(new(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3),
                JsonSerializer.Deserialize<ImmutableSortedDictionary<string, string>>(row.GetString(4))!));
        }
        return notes.ToImmutable();
    }

    public void RemoveNotes(long upTo, SqliteTransaction transaction) =>
        commands.Run("DELETE FROM note WHERE number <= $upTo", transaction, ("$upTo", upTo));

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
