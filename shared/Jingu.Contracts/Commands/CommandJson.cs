using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Commands;

/// <summary>
/// Commands as JSON: the payload that is signed. A member that is not known refuses the whole: half a command is none.
/// </summary>
public static class CommandJson
{
    public static byte[] Write(Command command) => JsonSerializer.SerializeToUtf8Bytes(
        command, CommandContext.Default.Command);

    /// <summary>Throws <see cref="FormatException"/> with why on anything that is no command.</summary>
    public static Command Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var command = JsonSerializer.Deserialize(payload, CommandContext.Default.Command)
                ?? throw new FormatException("it is no command");
            return command.Objection() is { } objection ? throw new FormatException(objection) : command;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FormatException($"it is no command ({e.Message})", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters = [typeof(IdJson.Site), typeof(IdJson.Gateway), typeof(IdJson.Unit)])]
[JsonSerializable(typeof(Command))]
internal sealed partial class CommandContext : JsonSerializerContext;
