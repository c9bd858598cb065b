using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>
/// What the library calls, one at a time, on the link's own thread. Nothing may escape into native code: what goes
/// wrong here ends the link.
/// </summary>
internal static unsafe class Callbacks
{
    internal static void Register(nint client)
    {
        Native.OnConnect(client, &OnConnect);
        Native.OnDisconnect(client, &OnDisconnect);
        Native.OnPublish(client, &OnPublish);
        Native.OnSubscribe(client, &OnSubscribe);
        Native.OnMessage(client, &OnMessage);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint self, int reason, int flags, nint properties) =>
        LinkOf(self).HearConnected(reason, sessionPresent: (flags & 1) != 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint client, nint self, int reason, nint properties) =>
        LinkOf(self).HearDisconnected(reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint self, int mid, int reason, nint properties) =>
        LinkOf(self).HearAnswer(mid, reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint self, int mid, int count, int* granted, nint properties) =>
        LinkOf(self).HearAnswer(mid, count > 0 ? *granted : 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint self, Native.MessageLayout* message, nint properties)
    {
        var link = LinkOf(self);
#pragma warning disable CA1031 // An exception must not cross into native code, whatever it is; the link ends with it.
        try
        {
            link.Received(Properties.Read(message, properties));
        }
        catch (Exception e)
        {
            link.Fail(e);
        }
#pragma warning restore CA1031
    }

    private static LibMosquittoLink LinkOf(nint self) => (LibMosquittoLink)GCHandle.FromIntPtr(self).Target!;
}
