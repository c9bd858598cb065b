using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>A gateway with everything behind it, for whoever keeps it running.</summary>
/// <param name="At">Site time it was made at, UTC.</param>
/// <param name="Alarms">What of it stands and asks for a person.</param>
/// <param name="Changes">Meters that were replaced, changed or settled, the newest first.</param>
/// <param name="History">Starts, boots, and what happened to clock, journal and policy, the newest first.</param>
internal sealed record GatewaySheet(
    int Schema, DateTimeOffset At, GatewayReport Gateway, ImmutableArray<OpenAlarm> Alarms,
    ImmutableArray<MeterSheet> Meters, ImmutableArray<MeterCase> Cases, ImmutableArray<MeterChange> Changes,
    ImmutableArray<GatewayEvent> History)
{
    /// <summary>Orders about its registers of the last weeks, the newest first.</summary>
    public ImmutableArray<MeterCommand> Orders { get; init; } = [];

    /// <summary>The kinds of events of which <see cref="History"/> is made.</summary>
    public static readonly ImmutableArray<string> HistoryKinds =
    [
        EventKinds.Started, EventKinds.JournalOpened, EventKinds.BootDated, EventKinds.ClockTrustChanged,
        EventKinds.ClockJumped, EventKinds.PolicyApplied, EventKinds.PolicyRefused, EventKinds.SamplesThinned,
        EventKinds.EntriesRefused, EventKinds.PortOverloaded, EventKinds.PortRelieved,
    ];
}

/// <summary>A meter of site.yaml behind the gateway.</summary>
/// <param name="LastReading">Its latest stored answer; null before the first.</param>
/// <param name="Quality">Of that answer.</param>
/// <param name="Told">What the gateway tells of it; null where it tells nothing. Information only.</param>
internal sealed record MeterSheet(
    string Id, string Building, DateTimeOffset? LastReading, Quality? Quality, MeterHealth? Told,
    ImmutableArray<PointSheet> Points);

/// <summary>A metering point, as its last interval and its gateway's events tell of it.</summary>
/// <param name="Unit">Whose it is; null where it is nobody's own.</param>
/// <param name="Register">The register at <paramref name="CountedTo"/>, Wh or L of the primary side.</param>
/// <param name="Total">The ledger's total there, Wh or L.</param>
/// <param name="Quality">Of the last interval.</param>
/// <param name="Stands">On which journal and epoch its ledger stands; null before the first interval.</param>
/// <param name="Told">What the gateway tells of its ledger now; null where it tells nothing. Information only.</param>
internal sealed record PointSheet(
    string Id, string Resource, string Role, string? Unit, DateTimeOffset? CountedTo, long? Register, long? Total,
    Quality? Quality, LedgerStand? Stands, PointState? Told);

/// <summary>
/// On what a ledger stands. An order about a register names it: where it stands on something else by then, somebody was
/// there before, and nothing is done.
/// </summary>
/// <param name="Journal">The gateway's journal, as text.</param>
/// <param name="Epoch">One more with each replacement, new multiplier and new base.</param>
internal sealed record LedgerStand(string Journal, int Epoch);
