using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Edge.Budgets;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of what persons declared. Guarded by the store's lock; several processes may write.</summary>
internal sealed class DeclarationCommands(JournalCommands commands)
{
    private const string Columns =
        "made_ms, by, reason, point, case_number, kind, at_ms, closing, opening, amount, meter, serial, state, answer, "
        + "command, journal, epoch, not_after_ms";

    public long Add(Declaration declaration, SqliteTransaction? transaction = null)
    {
        var command = commands.Command(
            $"INSERT INTO declaration ({Columns}) VALUES ($made, $by, $reason, $point, $case, $kind, $at, $closing, "
            + "$opening, $amount, $meter, $serial, 0, '', $command, $journal, $epoch, $notAfter) RETURNING number");
        command.Transaction = transaction;
        JournalCommands.Bind(
            command,
            ("$made", declaration.Made.ToUnixTimeMilliseconds()), ("$by", declaration.By),
            ("$reason", declaration.Reason), ("$point", declaration.Point.Value),
            ("$case", (object?)declaration.Case ?? DBNull.Value), ("$kind", (long)declaration.Kind),
            ("$at", (object?)declaration.At?.ToUnixTimeMilliseconds() ?? DBNull.Value),
            ("$closing", Text(declaration.Closing)), ("$opening", Text(declaration.Opening)),
            ("$amount", declaration.Amount), ("$meter", (object?)declaration.Meter?.Value ?? DBNull.Value),
            ("$serial", declaration.Serial),
            ("$command", (object?)declaration.Order?.Command ?? DBNull.Value),
            ("$journal", (object?)declaration.Order?.Journal ?? DBNull.Value),
            ("$epoch", (object?)declaration.Order?.Epoch ?? DBNull.Value),
            ("$notAfter", (object?)declaration.Order?.NotAfter.ToUnixTimeMilliseconds() ?? DBNull.Value));
        return (long)command.ExecuteScalar()!;
    }

    public void Answer(DeclarationAnswer answer, SqliteTransaction transaction) => commands.Run(
        "UPDATE declaration SET state = $state, answered_ms = $at, answer = $text WHERE number = $number", transaction,
        ("$state", (long)answer.State), ("$at", answer.At.ToUnixTimeMilliseconds()), ("$text", answer.Text),
        ("$number", answer.Number));

    public ImmutableArray<Declaration> Read(bool waiting)
    {
        var declarations = ImmutableArray.CreateBuilder<Declaration>();
        using var row = commands.Command(
            $"SELECT number, {Columns} FROM declaration {(waiting ? "WHERE state = 0 " : "")}ORDER BY number")
            .ExecuteReader();
        while (row.Read())
        {
            declarations.Add(new(
                row.GetInt64(0), Instant(row.GetInt64(1)), row.GetString(2), row.GetString(3),
                new PointId(row.GetString(4)), row.IsDBNull(5) ? null : row.GetInt64(5),
                (DeclarationKind)row.GetInt32(6))
            {
                At = row.IsDBNull(7) ? null : Instant(row.GetInt64(7)),
                Closing = decimal.Parse(row.GetString(8), CultureInfo.InvariantCulture),
                Opening = decimal.Parse(row.GetString(9), CultureInfo.InvariantCulture),
                Amount = row.GetInt64(10),
                Meter = row.IsDBNull(11) ? null : new MeterId(row.GetString(11)),
                Serial = row.GetString(12),
                State = (DeclarationState)row.GetInt32(13),
                Answer = row.GetString(14),
                Order = row.IsDBNull(15)
                    ? null
                    : new(row.GetString(15), row.GetString(16), row.GetInt32(17), Instant(row.GetInt64(18))),
            });
        }
        return declarations.ToImmutable();
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
