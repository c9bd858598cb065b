using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Wire;

/// <summary>The MQTT topics (design.md, section 4). The prefix holds the major version.</summary>
public static class Topics
{
    private const string Prefix = "jingu/v1";

    public static string Up(SiteId site, GatewayId gateway, JournalStream stream) =>
        $"{Prefix}/{site}/{gateway}/up/{NameOf(stream)}";

    public static string Online(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/up/online";

    public static string State(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/up/state";

    public static string Acknowledge(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/down/ack";

    public static string Resend(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/down/resend";

    /// <summary>Retained: the signed policy of a gateway.</summary>
    public static string Desired(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/down/desired";

    /// <summary>Never retained: signed commands to a gateway, each once.</summary>
    public static string Command(SiteId site, GatewayId gateway) => $"{Prefix}/{site}/{gateway}/down/command";

    /// <summary>What every aggregator replica shares: one of them gets each batch.</summary>
    public static string SharedUp(JournalStream stream) => $"$share/ingest/{Prefix}/+/+/up/{NameOf(stream)}";

    /// <summary>Subscribed plainly: shared subscriptions deliver no retained messages (MQTT 5, 4.8.2).</summary>
    public static string AnyOnline => $"{Prefix}/+/+/up/online";

    /// <summary>Subscribed plainly, as <see cref="AnyOnline"/>.</summary>
    public static string AnyState => $"{Prefix}/+/+/up/state";

    /// <summary>Site and gateway of a topic, where it is one of ours.</summary>
    public static bool TryParse(string topic, out SiteId site, out GatewayId gateway, out string rest)
    {
        (site, gateway, rest) = (default, default, "");
        var parts = topic.Split('/', 5);
        if (parts.Length != 5 || $"{parts[0]}/{parts[1]}" != Prefix || !IdText.IsValid(parts[2])
            || !IdText.IsValid(parts[3]))
        {
            return false;
        }
        (site, gateway, rest) = (new SiteId(parts[2]), new GatewayId(parts[3]), parts[4]);
        return true;
    }

    public static string NameOf(JournalStream stream) => stream switch
    {
        JournalStream.Intervals => "intervals",
        JournalStream.Events => "events",
        JournalStream.Samples => "samples",
        _ => throw new ArgumentOutOfRangeException(nameof(stream)),
    };
}
