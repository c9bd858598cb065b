using System.Collections.Immutable;
using System.Reflection;
using Jingu.Lines;
using Jingu.Lines.I2c;
using Jingu.Modbus;
using Jingu.Mqtt;

namespace Jingu.Edge;

/// <summary>What this program is and what it was built with.</summary>
internal static class About
{
    public static string Version { get; } =
        typeof(About).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The driver set (design.md, section 5).</summary>
    public static string Drivers =>
#if DRIVERS_NUGET
        "nuget";
#else
        "native";
#endif

    /// <summary>The library in use per seam.</summary>
    public static ImmutableSortedDictionary<string, string> Libraries() => new Dictionary<string, string>
    {
        ["i2c"] = I2cLibraries.Description,
        ["lines"] = LineLibraries.Description,
        ["modbus"] = ModbusLibraries.Description,
        ["mqtt"] = MqttLibrary.Preferred.Description,
        ["store"] = $"sqlite {new Microsoft.Data.Sqlite.SqliteConnection().ServerVersion}",
    }.ToImmutableSortedDictionary();
}
