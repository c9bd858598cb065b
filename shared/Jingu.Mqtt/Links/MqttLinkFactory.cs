namespace Jingu.Mqtt.Links;

/// <summary>
/// Makes links of one library. <paramref name="received"/> is called for every message, one at a time, on a thread of
/// the library: it copies and returns, and throws nothing. The message is acknowledged to the broker after it returns.
/// </summary>
public delegate IMqttLink MqttLinkFactory(MqttOptions options, Action<MqttMessage> received);
