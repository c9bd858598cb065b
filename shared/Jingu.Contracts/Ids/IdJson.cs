using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jingu.Contracts.Ids;

/// <summary>Names as JSON strings, checked when they are read.</summary>
public static class IdJson
{
    public sealed class Site() : OfId<SiteId>(text => new(text), id => id.Value);

    public sealed class Gateway() : OfId<GatewayId>(text => new(text), id => id.Value);

    public sealed class Unit() : OfId<UnitId>(text => new(text), id => id.Value);

    public sealed class Point() : OfId<PointId>(text => new(text), id => id.Value);

    public sealed class SwitchPoint() : OfId<SwitchPointId>(text => new(text), id => id.Value);

    public sealed class Journal() : OfId<JournalId>(JournalId.Parse, id => id.ToString());

    public abstract class OfId<T>(Func<string, T> parse, Func<T, string> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(write(value));
    }
}
