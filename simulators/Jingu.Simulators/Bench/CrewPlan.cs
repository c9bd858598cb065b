namespace Jingu.Simulators.Bench;

/// <summary>What the programs under test are configured with.</summary>
/// <param name="KeyLines">The key of each gateway, by its id.</param>
/// <param name="Signing">What policies and commands are signed by.</param>
/// <param name="Influx">InfluxDB and its database; null: embedded store.</param>
/// <param name="PaceLines">Gateways keep the silence between frames: only where site time runs as machine time
/// does.</param>
/// <param name="Period">From poll to poll.</param>
internal sealed record CrewPlan(
    WorkFolder Folder,
    int BrokerPort,
    Uri Dashboard,
    IReadOnlyDictionary<string, string> KeyLines,
    SiteKeys Signing,
    (Uri Url, string Database)? Influx,
    TimeSpan Period,
    bool PaceLines);
