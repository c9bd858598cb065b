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
    ImmutableArray<ZoneLighting>? Zones = null);

/// <param name="Id">The meter.</param>
/// <param name="Answering">False while it is set aside.</param>
/// <param name="LastReading">Site time of the last answer; absent before the first.</param>
/// <param name="Fault">What the last poll failed of; absent while it answers.</param>
public sealed record MeterHealth(string Id, bool Answering, DateTimeOffset? LastReading, string? Fault);

/// <param name="Id">The zone.</param>
/// <param name="Light">The light that its rules want, thousandths of full light; 0 is off.</param>
/// <param name="Reason">What that rests on, such as <c>occupied</c>.</param>
/// <param name="Since">Site time at which that light began.</param>
public sealed record ZoneLighting(string Id, int Light, string Reason, DateTimeOffset Since);

/// <summary>Retained on <c>up/online</c>, and the last will.</summary>
public sealed record GatewayOnline(bool Online, DateTimeOffset Since);

/// <summary>How state is written as JSON: camel case, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GatewayState))]
[JsonSerializable(typeof(GatewayOnline))]
public sealed partial class StateJson : JsonSerializerContext;
