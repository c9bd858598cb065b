using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>Brings a SQLite file to the newest of the numbered scripts in <c>Scripts/</c>. Scripts only add.</summary>
internal static class Schema
{
    private const string Prefix = "Jingu.Aggregator.Persistence.Relational.Scripts.";

    public static async Task UpgradeAsync(SqliteConnection connection, string file, CancellationToken stop)
    {
        var scripts = Scripts();
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var version = await connection.ExecuteScalarAsync<int>(
            new("PRAGMA user_version", transaction: transaction, cancellationToken: stop));
        if (version > scripts.Keys.Last())
        {
            throw new InvalidDataException(
                $"{file} has schema {version}, this program knows up to {scripts.Keys.Last()}: "
                + "start the newer jingu-aggregator that wrote it.");
        }
        foreach (var (number, name) in scripts.Where(script => script.Key > version))
        {
            await connection.ExecuteAsync(
                new(await ReadAsync(name, stop), transaction: transaction, cancellationToken: stop));
            // A pragma takes no parameters; the number comes from a resource's name.
            await connection.ExecuteAsync(new(
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"),
                transaction: transaction,
                cancellationToken: stop));
        }
        await transaction.CommitAsync(stop);
    }

    private static SortedDictionary<int, string> Scripts() => new(
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture)));

    private static async Task<string> ReadAsync(string name, CancellationToken stop)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync(stop);
    }
}
