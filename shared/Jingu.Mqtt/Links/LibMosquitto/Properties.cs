using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>MQTT 5 properties (2.2.2.2) between <see cref="MqttMessage"/> and the library's linked lists.</summary>
internal static unsafe class Properties
{
    private const int MessageExpiry = 2;
    private const int ContentType = 3;
    private const int SessionExpiry = 17;
    private const int WillDelay = 24;
    private const int UserProperty = 38;

    /// <summary>The list of a message; 0 when it has none. The caller frees it, unless the library took it.</summary>
    internal static nint Of(MqttMessage message)
    {
        nint list = 0;
        if (message.Expiry is { } expiry)
            Check(Native.AddInt32(ref list, MessageExpiry, Seconds(expiry)));
        if (message.ContentType is { } type)
            Check(Native.AddString(ref list, ContentType, type));
        foreach (var (name, value) in message.UserProperties)
            Check(Native.AddPair(ref list, UserProperty, name, value));
        return list;
    }

    internal static nint Of(MqttWill will)
    {
        var list = Of(will.Message);
        Check(Native.AddInt32(ref list, WillDelay, Seconds(will.Delay)));
        return list;
    }

    /// <summary>Of CONNECT. Without the expiry the session is gone at disconnect.</summary>
    internal static nint OfSession(TimeSpan expiry)
    {
        nint list = 0;
        Check(Native.AddInt32(ref list, SessionExpiry, Seconds(expiry)));
        return list;
    }

    /// <summary>Copies a message out of the callback that lends it.</summary>
    internal static MqttMessage Read(Native.MessageLayout* message, nint properties) =>
        new(
            Marshal.PtrToStringUTF8(message->Topic) ?? "",
            new ReadOnlySpan<byte>((void*)message->Payload, message->Length).ToArray())
        {
            Retain = message->Retain != 0,
            Expiry = Native.ReadInt32(properties, MessageExpiry, out var seconds, 0) == 0
                ? null
                : TimeSpan.FromSeconds(seconds),
            ContentType = Native.ReadString(properties, ContentType, out var type, 0) == 0 ? null : Take(type),
            UserProperties = ReadPairs(properties),
        };

    private static ImmutableArray<KeyValuePair<string, string>> ReadPairs(nint properties)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var found = Native.ReadPair(properties, UserProperty, out var name, out var value, 0);
        while (found != 0)
        {
            pairs.Add(new(Take(name), Take(value)));
            found = Native.ReadPair(found, UserProperty, out name, out value, 1);
        }
        return pairs.DrainToImmutable();
    }

    private static string Take(nint text)
    {
        var taken = Marshal.PtrToStringUTF8(text) ?? "";
        NativeMemory.Free((void*)text);
        return taken;
    }

    /// <summary>Whole seconds, upwards: an expiry of 300 ms must not become "never" or "at once".</summary>
    private static uint Seconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, uint.MaxValue);

    private static void Check(int result)
    {
        if (result != Native.Success)
            throw new ArgumentException($"A property is not possible in MQTT 5: {Reasons.OfError(result)}");
    }
}
