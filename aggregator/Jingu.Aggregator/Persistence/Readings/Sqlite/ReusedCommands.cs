using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>
/// Commands that are made once and filled again for every row: a new command per row costs three times as much.
/// </summary>
internal static class ReusedCommands
{
    /// <summary>A command with parameters $1 to $<paramref name="parameters"/>.</summary>
    public static SqliteCommand Reusable(this SqliteConnection connection, string sql, int parameters = 0)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of the caller; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"${i}");
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
        return command;
    }

    /// <summary>Fills the parameters in order.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }
}
