using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jingu.Contracts.State;

/// <summary>
/// What a gateway tells of itself on <c>up/state</c>, retained. Information only: no decision and no report uses it.
/// </summary>
/// <param name="Schema">1.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Drivers">The driver set: <c>native</c> or <c>nuget</c>.</param>
/// <param name="Libraries">The library in use per seam, with its version, such as <c>mqtt: libmosquitto
/// 2.0.11</c>.</param>
/// <param name="Bench">True when a bench grants the time.</param>
/// <param name="At">Site time of this state, UTC.</param>
/// <param name="ClockTrust">How far the clock is believed.</param>
/// <param name="Journal">The journal's id.</param>
/// <param name="BacklogEntries">Entries not acknowledged yet, per stream.</param>
/// <param name="BacklogHours">Age of the oldest unacknowledged entry in hours of site time; 0 without backlog.</param>
/// <param name="DiskFreeBytes">Free space where the journal lies.</param>
/// <param name="Meters">Health of each meter.</param>
/// <param name="ClockUncertaintySeconds">The clock is right to within this; absent while nobody vouches for it.</param>
/// <param name="Policy">Version of the desired state it runs; absent before the first.</param>
/// <param name="PolicyStanding">missing, unsigned or good: nothing is cut unless it is good.</param>
/// <param name="Zones">Lighting zones; absent where there are none.</param>
public sealed record GatewayState(
    int Schema,
    string Version,
    string Drivers,
    ImmutableSortedDictionary<string, string> Libraries,
    bool Bench,
    DateTimeOffset At,
    string ClockTrust,
    string Journal,
    ImmutableSortedDictionary<string, long> BacklogEntries,
    double BacklogHours,
    long DiskFreeBytes,
    ImmutableArray<MeterHealth> Meters,
    double? ClockUncertaintySeconds = null,
    long? Policy = null,
    string? PolicyStanding = null,
    ImmutableArray<ZoneLighting>? Zones = null)
{
    /// <summary>
    /// Which gateway.yaml and commissioning.yaml it runs: 12 hex digits that another content changes. Absent from
    /// gateways that do not tell yet, as everything below is.
    /// </summary>
    public string? Configuration { get; init; }

    /// <summary>What vouches for the clock, or why nobody does, in the gateway's words.</summary>
    public string? ClockReason { get; init; }

    /// <summary>Size of the disk that the journal lies on.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Bytes that the journal's file has.</summary>
    public long? JournalBytes { get; init; }

    /// <summary>How busy each port is.</summary>
    public ImmutableArray<PortLoad>? Ports { get; init; }

    /// <summary>Ledgers and registers of metering points.</summary>
    public ImmutableArray<PointState>? Points { get; init; }
}

/// <param name="Id">The meter.</param>
/// <param name="Answering">False while it is set aside.</param>
/// <param name="LastReading">Site time of the last answer; absent before the first.</param>
/// <param name="Fault">What the last poll failed of; absent while it answers.</param>
public sealed record MeterHealth(string Id, bool Answering, DateTimeOffset? LastReading, string? Fault)
{
    /// <summary>The port it hangs on.</summary>
    public string? Port { get; init; }

    /// <summary>Its profile.</summary>
    public string? Device { get; init; }

    /// <summary>Its address there, as it is written on the device.</summary>
    public string? Address { get; init; }

    public string? Serial { get; init; }

    /// <summary>CT x VT in force.</summary>
    public long? Multiplier { get; init; }

    /// <summary>Polls since the program started.</summary>
    public PollCounts? Polls { get; init; }
}

/// <param name="Answered">Those that gave a reading.</param>
/// <param name="Failed">Those that gave none, were damaged, or were not even asked.</param>
/// <param name="Late">Of those answered: asked for so late that the reading carries a later instant.</param>
public sealed record PollCounts(long Answered, long Failed, long Late);

/// <param name="Id">The port.</param>
/// <param name="Kind">As commissioned, such as <c>modbus-rtu</c>.</param>
/// <param name="PeriodSeconds">How often it reads all of its meters.</param>
/// <param name="BusyThousandths">Which part of its period it was busy, mean of its last rounds; above 1000 it cannot
/// keep up. Absent before the first.</param>
/// <param name="BusiestThousandths">The same of the busiest of these rounds.</param>
public sealed record PortLoad(
    string Id, string Kind, double PeriodSeconds, int? BusyThousandths, int? BusiestThousandths);

/// <summary>A metering point's ledger. Dials are Wh or L before any multiplier, as a display in kWh or m3 times
/// 1000.</summary>
/// <param name="Id">The metering point.</param>
/// <param name="Meter">The meter that its ledger stands on.</param>
/// <param name="Unit">Wh or L.</param>
/// <param name="Epoch">One more with each replacement, new multiplier and new base.</param>
/// <param name="Multiplier">CT x VT by which the dial counts.</param>
/// <param name="At">Site time of the last believed reading.</param>
/// <param name="Dial">What the dial showed then.</param>
/// <param name="DialEnd">What it would show where it shows zero again.</param>
/// <param name="Total">Wh or L, counted through all its meters.</param>
public sealed record PointState(
    string Id, string Meter, string Unit, int Epoch, long Multiplier, DateTimeOffset At, decimal Dial, decimal DialEnd,
    long Total)
{
    /// <summary>Absent unless the register is not believed.</summary>
    public OpenCase? Case { get; init; }
}

/// <summary>A register that no rule explains: nothing is counted until a person settles it.</summary>
/// <param name="Number">Of this journal.</param>
/// <param name="Doubt"><c>fell</c>, <c>implausible</c> or <c>other-meter</c>.</param>
/// <param name="ShownAt">Site time of the last reading, believed or not.</param>
/// <param name="Shown">What it showed then, as <see cref="PointState.Dial"/>.</param>
public sealed record OpenCase(long Number, string Doubt, DateTimeOffset ShownAt, decimal Shown);

/// <param name="Id">The zone.</param>
/// <param name="Light">The light that its rules want, thousandths of full light; 0 is off.</param>
/// <param name="Reason">What that rests on, such as <c>occupied</c>.</param>
/// <param name="Since">Site time at which that light began.</param>
/// <param name="Choice">What a person chose, while it holds; absent where nobody did.</param>
/// <param name="Lamps">As they were last read; absent of a gateway of earlier days.</param>
/// <param name="Sensors">As they are believed; absent of a gateway of earlier days.</param>
public sealed record ZoneLighting(
    string Id, int Light, string Reason, DateTimeOffset Since, ZoneChoice? Choice = null,
    ImmutableArray<LampLighting>? Lamps = null, ImmutableArray<SensorLighting>? Sensors = null)
{
    /// <summary>What may be ordered of it; absent of a gateway that takes no such order yet.</summary>
    public OrderRange? Orders { get; init; }
}

/// <summary>Which light may be ordered of a zone, thousandths of full light.</summary>
/// <param name="Least">While it is lit.</param>
/// <param name="Most">More is not given.</param>
/// <param name="Dark">Whether it may be ordered dark.</param>
public sealed record OrderRange(int Least, int Most, bool Dark);

/// <summary>What a person chose for a zone.</summary>
/// <param name="Light">Thousandths of full light; absent: on, as the zone's rules say.</param>
/// <param name="Until">Site time at which the rules take back.</param>
public sealed record ZoneChoice(int? Light, DateTimeOffset Until)
{
    /// <summary>Who ordered it from afar; absent: it was chosen at the switch.</summary>
    public string? By { get; init; }
}

/// <param name="Id">The lamp or group.</param>
/// <param name="Light">The light that its device shows, thousandths of full light; absent: not known.</param>
/// <param name="Unlike">In which way it is not as it was told, a sentence; absent: it is.</param>
public sealed record LampLighting(string Id, int? Light, string? Unlike);

/// <param name="Id">The sensor.</param>
/// <param name="Kind">presence or light.</param>
/// <param name="Value">1 and 0 for somebody and nobody, or whole lux; absent: it never said anything.</param>
/// <param name="Fault">silent, impossible or stuck: it is not believed; absent: it is.</param>
public sealed record SensorLighting(string Id, string Kind, long? Value, string? Fault);

/// <summary>Retained on <c>up/online</c>, and the last will.</summary>
public sealed record GatewayOnline(bool Online, DateTimeOffset Since);

/// <summary>How state is written as JSON: camel case, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewayState))]
[JsonSerializable(typeof(GatewayOnline))]
public sealed partial class StateJson : JsonSerializerContext;
