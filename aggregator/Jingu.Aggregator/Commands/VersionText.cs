using System.Reflection;
using Jingu.Aggregator.Reporting;
using Jingu.Mqtt;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Commands;

/// <summary>What <c>--version</c> prints: version, driver set, and the libraries in use.</summary>
internal static class VersionText
{
#if DRIVERS_NUGET
    private const string Drivers = "nuget";
#else
    private const string Drivers = "native";
#endif

    public static string Make() => string.Join(Environment.NewLine, [
        $"jingu-aggregator {Version}",
        $"drivers: {Drivers}",
        $"mqtt: {Mqtt()}",
        $"sqlite: {Sqlite()}",
        $"zones: tz {MonthPeriod.ZoneVersion} (NodaTime)"]);

    private static string Version =>
        Assembly.GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    private static string Mqtt()
    {
        try
        {
            return MqttLibrary.Preferred.Description;
        }
        catch (MqttLibraryMissingException e)
        {
            return e.Message;
        }
    }

    private static string Sqlite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.ServerVersion;
    }
}
