using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>What the library's result codes mean on this side of the seam.</summary>
internal static class Reasons
{
    /// <summary>From here up, an MQTT 5 reason code says no (2.4).</summary>
    internal const int RejectedMin = 0x80;

    private const int PacketTooLarge = 0x95;
    private const int RetainNotSupported = 0x9A;
    private const int QosNotSupported = 0x9B;

    internal static string OfError(int error) => Marshal.PtrToStringUTF8(Native.ErrorText(error)) ?? $"error {error}";

    internal static string OfReason(int reason) =>
        Marshal.PtrToStringUTF8(Native.ReasonText(reason)) ?? $"reason {reason}";

    internal static MqttOutcome.Rejected Rejected(int reason) => new(reason, $"0x{reason:X2} {OfReason(reason)}");

    /// <summary>
    /// A call of the library that failed before anything reached the broker, or ended the connection.
    /// </summary>
    /// <param name="systemError">errno, read right after the call; counts only where the code says so.</param>
    internal static MqttOutcome OfFailure(int result, int systemError) => result switch
    {
        >= RejectedMin => Rejected(result),
        Native.OversizePacket => new MqttOutcome.Rejected(PacketTooLarge, "larger than the broker takes"),
        Native.RetainNotSupported => new MqttOutcome.Rejected(RetainNotSupported, OfError(result)),
        Native.QosNotSupported => new MqttOutcome.Rejected(QosNotSupported, OfError(result)),
        // The library keeps no errno when a connect that it began without waiting fails.
        Native.SystemError => new MqttOutcome.Lost(
            systemError == 0 ? "nobody answers there" : Marshal.GetPInvokeErrorMessage(systemError)),
        Native.Tls or Native.TlsHandshake or Native.Ocsp =>
            new MqttOutcome.Lost($"TLS: {OfError(result)} Check CA, certificates and the host's name.", Lasting: true),
        _ => new MqttOutcome.Lost(OfError(result)),
    };
}
