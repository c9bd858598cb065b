using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jingu.Simulators.Report;

/// <summary>The JSON that the bench reads and writes: camel case, null where nothing is known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(JournalStatistics))]
[JsonSerializable(typeof(StoredDelivery))]
[JsonSerializable(typeof(StoredCommand))]
[JsonSerializable(typeof(StoredEnforcement))]
[JsonSerializable(typeof(StoredLighting))]
[JsonSerializable(typeof(StoredMonth))]
[JsonSerializable(typeof(StoredShed))]
[JsonSerializable(typeof(StoredPoint[]))]
[JsonSerializable(typeof(StoredPolicy[]))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Names of units are Chinese: written as they are read, not escaped.</summary>
    public static readonly ReportJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(BenchReport report) => JsonSerializer.Serialize(report, Readable.BenchReport) + "\n";
}
