using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>
/// Brings a file to the newest schema: numbered scripts, each run once and in one transaction with the file's
/// <c>user_version</c>. Scripts only ever add.
/// </summary>
internal static class SchemaScripts
{
    private const string Prefix = "Jingu.Aggregator.Persistence.Readings.Sqlite.Scripts.";

    /// <summary>Throws <see cref="ReadingStoreException"/> when the file was written by a newer version.</summary>
    public static void Apply(SqliteConnection connection, string file)
    {
        var scripts = Load();
        var newest = scripts[^1].Number;
        var version = Version(connection);
        if (version > newest)
        {
            throw new ReadingStoreException(
                $"'{file}' has schema {version}, this version knows {newest}: install the newer aggregator again.");
        }
        foreach (var (number, text) in scripts.Where(script => script.Number > version))
            Run(connection, $"BEGIN IMMEDIATE; {text}; PRAGMA user_version = {number}; COMMIT;");
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static List<(int Number, string Text)> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name => (NumberOf(name), Text(assembly, name)))
                .OrderBy(script => script.Item1),
        ];
    }

    /// <summary>
    /// 001_initial.sql is number 1; the build puts an underscore before a name that begins with a digit.
    /// </summary>
    private static int NumberOf(string resource) =>
        int.Parse(resource[Prefix.Length..].TrimStart('_').Split('_')[0], CultureInfo.InvariantCulture);

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is our own script.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
