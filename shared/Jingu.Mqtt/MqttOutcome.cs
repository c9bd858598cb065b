namespace Jingu.Mqtt;

/// <summary>What came of an exchange with a broker.</summary>
public abstract record MqttOutcome
{
    private MqttOutcome()
    {
    }

    /// <summary>The broker agreed. "Nobody subscribed" (reason 0x10) counts as agreement.</summary>
    /// <param name="SessionPresent">After connecting: the broker still knows our subscriptions.</param>
    public sealed record Ok(bool SessionPresent = false) : MqttOutcome;

    /// <summary>The broker said no.</summary>
    /// <param name="Reason">MQTT 5 reason code, 0x80 or above (2.4).</param>
    public sealed record Rejected(int Reason, string Detail) : MqttOutcome;

    /// <summary>
    /// No connection, or it was lost before the answer: whether the broker has the message is unknown.
    /// </summary>
    /// <param name="Lasting">Trying again soon is pointless: a person must change a certificate or a setting.</param>
    public sealed record Lost(string Detail, bool Lasting = false) : MqttOutcome;
}
