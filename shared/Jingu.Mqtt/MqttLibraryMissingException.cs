namespace Jingu.Mqtt;

/// <summary>The machine lacks the MQTT library (exit code 3). The message ends with what to install.</summary>
public sealed class MqttLibraryMissingException(string message, Exception inner) : Exception(message, inner);
