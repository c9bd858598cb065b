using System.Diagnostics.Metrics;

namespace Jingu.Mqtt;

/// <summary>Counts of all connections of the process.</summary>
internal static class MqttMetrics
{
    private static readonly Meter Meter = new("Jingu.Mqtt");

    internal static readonly Counter<long> Published =
        Meter.CreateCounter<long>("jingu.mqtt.published", description: "Messages the broker confirmed.");

    internal static readonly Counter<long> Rejected =
        Meter.CreateCounter<long>("jingu.mqtt.rejected", description: "Messages the broker refused.");

    internal static readonly Counter<long> Lost =
        Meter.CreateCounter<long>("jingu.mqtt.lost", description: "Messages whose fate is unknown.");

    internal static readonly Counter<long> Received =
        Meter.CreateCounter<long>("jingu.mqtt.received", description: "Messages received.");

    internal static readonly Counter<long> Connects =
        Meter.CreateCounter<long>("jingu.mqtt.connects", description: "Connections established.");

    internal static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("jingu.mqtt.connect_failures", description: "Attempts to connect that failed.");

    internal static readonly Counter<long> ShortSessionAlarms =
        Meter.CreateCounter<long>("jingu.mqtt.short_session_alarms", description: "Too many in a minute.");
}
