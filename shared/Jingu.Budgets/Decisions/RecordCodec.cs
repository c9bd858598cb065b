using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// The one way to write a record as bytes: JSON in UTF-8 without white space, members in declared order, empty ones
/// left out, enumerations by name, instants in UTC. Equal records have equal bytes. Additive: a new member is optional,
/// so an old record is read as it was written.
/// </summary>
public static class RecordCodec
{
    /// <summary>The longest record that is read, bytes.</summary>
    public const int LengthMax = 1 << 20;

    public static byte[] Write(ChainRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.ChainRecord);

    /// <summary>Reads what <see cref="Write"/> wrote; null with a reason for anything else.</summary>
    public static ChainRecord? Read(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        if (bytes.Length > LengthMax)
        {
            fault = $"a record of {bytes.Length} bytes, {LengthMax} at most";
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(bytes, RecordJson.Default.ChainRecord);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or FormatException)
        {
            fault = exception.Message;
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UnitIdJson), typeof(SwitchPointIdJson), typeof(InstantJson)])]
[JsonSerializable(typeof(ChainRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;

internal sealed class UnitIdJson : JsonConverter<UnitId>
{
    public override UnitId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, UnitId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

internal sealed class SwitchPointIdJson : JsonConverter<SwitchPointId>
{
    public override SwitchPointId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, SwitchPointId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>An instant is an instant, whatever offset it was written with.</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
