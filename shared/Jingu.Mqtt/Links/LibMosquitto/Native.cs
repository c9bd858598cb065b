using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>
/// The functions of libmosquitto 2.0 that the link calls, named as in mosquitto.h. A C <c>bool</c> is one byte. Results
/// are MOSQ_ERR codes. The error number of a call that sets it is read on the very next line: anything in between
/// changes it.
/// </summary>
internal static unsafe partial class Native
{
    private const StringMarshalling Utf8 = StringMarshalling.Utf8;

    /// <summary>The run-time name: the one without a version exists only beside the development files.</summary>
    internal const string Library = "libmosquitto.so.1";

    internal const int Success = 0;
    internal const int NoConnection = 4;
    internal const int Tls = 8;
    internal const int SystemError = 14;
    internal const int TlsHandshake = 23;
    internal const int QosNotSupported = 24;
    internal const int OversizePacket = 25;
    internal const int Ocsp = 26;
    internal const int RetainNotSupported = 28;

    internal const int OptionProtocolVersion = 1;
    internal const int OptionReceiveMaximum = 4;
    internal const int OptionTcpNoDelay = 11;

    internal const int ProtocolVersion5 = 5;

    [LibraryImport(Library, EntryPoint = "mosquitto_lib_init")]
    internal static partial int Initialise();

    [LibraryImport(Library, EntryPoint = "mosquitto_lib_version")]
    internal static partial int Version(out int major, out int minor, out int revision);

    [LibraryImport(Library, EntryPoint = "mosquitto_strerror")]
    internal static partial nint ErrorText(int error);

    [LibraryImport(Library, EntryPoint = "mosquitto_reason_string")]
    internal static partial nint ReasonText(int reason);

    [LibraryImport(Library, EntryPoint = "mosquitto_new", StringMarshalling = Utf8, SetLastError = true)]
    internal static partial nint New(string id, byte cleanStart, nint userData);

    [LibraryImport(Library, EntryPoint = "mosquitto_destroy")]
    internal static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "mosquitto_int_option")]
    internal static partial int IntOption(nint client, int option, int value);

    [LibraryImport(Library, EntryPoint = "mosquitto_threaded_set")]
    internal static partial int ThreadedSet(nint client, byte threaded);

    [LibraryImport(Library, EntryPoint = "mosquitto_username_pw_set", StringMarshalling = Utf8)]
    internal static partial int UserNameSet(nint client, string? userName, string? password);

    [LibraryImport(Library, EntryPoint = "mosquitto_tls_set", StringMarshalling = Utf8)]
    internal static partial int TlsSet(
        nint client, string caFile, string? caPath, string? certificateFile, string? keyFile, nint passwordCallback);

    /// <summary>Owns <paramref name="properties"/> after success; freeing them too ends the process.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_will_set_v5", StringMarshalling = Utf8)]
    internal static partial int WillSet(
        nint client, string topic, int length, ReadOnlySpan<byte> payload, int qos,
        byte retain, nint properties);

    [LibraryImport(Library, EntryPoint = "mosquitto_connect_bind_v5", StringMarshalling = Utf8, SetLastError = true)]
    internal static partial int Connect(
        nint client, string host, int port, int keepAlive, string? bindAddress, nint properties);

    [LibraryImport(Library, EntryPoint = "mosquitto_connect_async", StringMarshalling = Utf8, SetLastError = true)]
    internal static partial int ConnectLater(nint client, string host, int port, int keepAlive);

    [LibraryImport(Library, EntryPoint = "mosquitto_disconnect_v5")]
    internal static partial int Disconnect(nint client, int reason, nint properties);

    [LibraryImport(Library, EntryPoint = "mosquitto_loop", SetLastError = true)]
    internal static partial int Loop(nint client, int millisecondsMax, int packetsMax);

    /// <summary>Copies topic, payload and properties.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_publish_v5", StringMarshalling = Utf8)]
    internal static partial int Publish(
        nint client, out int mid, string topic, int length, ReadOnlySpan<byte> payload, int qos,
        byte retain, nint properties);

    [LibraryImport(Library, EntryPoint = "mosquitto_subscribe_v5", StringMarshalling = Utf8)]
    internal static partial int Subscribe(
        nint client, out int mid, string filter, int qos, int options, nint properties);

    [LibraryImport(Library, EntryPoint = "mosquitto_connect_v5_callback_set")]
    internal static partial void OnConnect(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> call);

    [LibraryImport(Library, EntryPoint = "mosquitto_disconnect_v5_callback_set")]
    internal static partial void OnDisconnect(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> call);

    [LibraryImport(Library, EntryPoint = "mosquitto_publish_v5_callback_set")]
    internal static partial void OnPublish(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> call);

    [LibraryImport(Library, EntryPoint = "mosquitto_subscribe_v5_callback_set")]
    internal static partial void OnSubscribe(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> call);

    [LibraryImport(Library, EntryPoint = "mosquitto_message_v5_callback_set")]
    internal static partial void OnMessage(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, MessageLayout*, nint, void> call);

    [LibraryImport(Library, EntryPoint = "mosquitto_property_add_int32")]
    internal static partial int AddInt32(ref nint list, int identifier, uint value);

    [LibraryImport(Library, EntryPoint = "mosquitto_property_add_string", StringMarshalling = Utf8)]
    internal static partial int AddString(ref nint list, int identifier, string value);

    [LibraryImport(Library, EntryPoint = "mosquitto_property_add_string_pair", StringMarshalling = Utf8)]
    internal static partial int AddPair(ref nint list, int identifier, string name, string value);

    [LibraryImport(Library, EntryPoint = "mosquitto_property_free_all")]
    internal static partial void FreeProperties(ref nint list);

    [LibraryImport(Library, EntryPoint = "mosquitto_property_read_int32")]
    internal static partial nint ReadInt32(nint list, int identifier, out uint value, byte skipFirst);

    /// <summary>The string is malloc'ed and ours.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_property_read_string")]
    internal static partial nint ReadString(nint list, int identifier, out nint value, byte skipFirst);

    /// <summary>Both strings are malloc'ed and ours.</summary>
    [LibraryImport(Library, EntryPoint = "mosquitto_property_read_string_pair")]
    internal static partial nint ReadPair(nint list, int identifier, out nint name, out nint value, byte skipFirst);

    /// <summary><c>struct mosquitto_message</c>; valid only inside the callback.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageLayout
    {
        internal int Mid;
        internal nint Topic;
        internal nint Payload;
        internal int Length;
        internal int Qos;
        internal byte Retain;
    }
}
