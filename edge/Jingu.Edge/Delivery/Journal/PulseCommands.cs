using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of pulse counts. Guarded by the store's lock.</summary>
internal static class PulseCommands
{
    public static PulseRegister? Read(SqliteConnection connection, MeterId meter)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT pulses, constant, pulses_of_constant, thousandths_before FROM pulse WHERE meter=$meter";
        command.Parameters.AddWithValue("$meter", meter.Value);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))
            : null;
    }

    public static void Write(SqliteConnection connection, MeterId meter, PulseRegister register, DateTimeOffset at)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT OR REPLACE INTO pulse VALUES ($meter, $pulses, $constant, $ofConstant, $before, $at)";
        command.Parameters.AddWithValue("$meter", meter.Value);
        command.Parameters.AddWithValue("$pulses", register.Pulses);
        command.Parameters.AddWithValue("$constant", register.Constant);
        command.Parameters.AddWithValue("$ofConstant", register.PulsesOfConstant);
        command.Parameters.AddWithValue("$before", register.ThousandthsBefore);
        command.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }
}
