using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Jingu.Budgets.Decisions;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Budgets.Policies;

/// <summary>
/// Desired states as JSON: the payload that is signed. A member that is not known, or is missing, refuses the whole:
/// half a policy is none. Equal states have equal bytes.
/// </summary>
public static class DesiredStateJson
{
    /// <summary>What came later than the first schema 1.</summary>
    private static readonly string[] MayBeMissing = ["nextLease", "demandResponse"];

    private static readonly JsonTypeInfo<DesiredState> Strict = MadeStrict();

    public static byte[] Write(DesiredState state) => JsonSerializer.SerializeToUtf8Bytes(state, Strict);

    /// <summary>
    /// Throws <see cref="FormatException"/> with why on anything that is no desired state without faults.
    /// </summary>
    public static DesiredState Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var state = JsonSerializer.Deserialize(payload, Strict)
                ?? throw new FormatException("it is no policy");
            return state.Faults() is [_, ..] faults
                ? throw new FormatException(string.Join("; ", faults))
                : state;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FormatException($"it is no policy ({e.Message})", e);
        }
    }

    /// <summary>
    /// Every member is required, those with a default too: a drill that is left out must not become none. Only what
    /// came later may be missing; what is never written has no getter here.
    /// </summary>
    private static JsonTypeInfo<DesiredState> MadeStrict()
    {
        var options = new JsonSerializerOptions(DesiredStateContext.Default.Options)
        {
            TypeInfoResolver = DesiredStateContext.Default.WithAddedModifier(type =>
            {
                foreach (var member in type.Properties)
                    member.IsRequired = member.Get is not null && !MayBeMissing.Contains(member.Name);
            }),
        };
        return (JsonTypeInfo<DesiredState>)options.GetTypeInfo(typeof(DesiredState));
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(IdJson.Site), typeof(IdJson.Gateway), typeof(IdJson.Unit), typeof(IdJson.Point),
        typeof(IdJson.SwitchPoint), typeof(IdJson.Journal), typeof(LocalDateJson), typeof(LocalTimeJson),
        typeof(InstantJson),
    ])]
[JsonSerializable(typeof(DesiredState))]
internal sealed partial class DesiredStateContext : JsonSerializerContext;

/// <summary>A day such as <c>2026-03-01</c>.</summary>
internal sealed class LocalDateJson() : PatternJson<LocalDate>(LocalDatePattern.Iso);

/// <summary>A time of day such as <c>22:00</c>.</summary>
internal sealed class LocalTimeJson()
    : PatternJson<LocalTime>(LocalTimePattern.CreateWithInvariantCulture("HH:mm"));

internal abstract class PatternJson<T>(IPattern<T> pattern) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && pattern.Parse(reader.GetString()!) is { Success: true } parsed
            ? parsed.Value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(pattern.Format(value));
}
