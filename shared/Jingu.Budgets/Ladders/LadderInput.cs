using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.Leases;

namespace Jingu.Budgets.Ladders;

/// <summary>
/// Everything a ladder may look at, frozen: it asks no clock and no calendar. Amounts are Wh or L within the period.
/// </summary>
/// <param name="Now">The instant of the tick, UTC.</param>
/// <param name="Period">The local month that <paramref name="Now"/> lies in.</param>
/// <param name="Budget">The unit's budget with all adjustments, extensions included, the emergency allowance not.
/// </param>
/// <param name="UsedMeasured">What measured sub-meters counted; with a lease, here and elsewhere. Only this can lead to
/// a cut.</param>
public sealed record LadderInput(DateTimeOffset Now, LadderPeriod Period, long Budget, long UsedMeasured)
{
    /// <summary>Allocated and estimated use on top: it counts for stages and never for a cut.</summary>
    public long UsedOther { get; init; }

    /// <summary>Mean use per day over the last 7 whole days; null when there is none yet.</summary>
    public long? DailyMean { get; init; }

    /// <summary>The overdraft that a person may select; 0 when none is offered.</summary>
    public long EmergencyAllowance { get; init; }

    /// <summary>How this gateway's part stands; null when the unit sits behind this gateway alone.</summary>
    public LeaseStanding? Lease { get; init; }

    /// <summary>
    /// Times in which nothing is cut, as far ahead as the calendar is known (two days at least), in any order.
    /// </summary>
    [JsonRequired]
    public ImmutableArray<HoldWindow> NonDisconnect { get; init; } = [];

    /// <summary>Up to when all of <see cref="UsedMeasured"/> was read, not estimated; null when nothing was read.
    /// </summary>
    public DateTimeOffset? MeasuredUntil { get; init; }

    public bool ClockTrusted { get; init; }

    /// <summary>Since the gateway started, by a clock that nobody sets.</summary>
    public TimeSpan SinceStart { get; init; }

    public PolicyStanding PolicyStanding { get; init; }

    /// <summary>What persons said since the last decision, checked for signature and replay by the caller.</summary>
    [JsonRequired]
    public ImmutableArray<LadderCommand> Commands { get; init; } = [];
}

/// <summary>A local calendar month as instants.</summary>
/// <param name="Name">Such as <c>2026-03</c>.</param>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant after it.</param>
public sealed record LadderPeriod(string Name, DateTimeOffset Start, DateTimeOffset End);

/// <summary>From one instant to just before another, nothing is cut.</summary>
public sealed record HoldWindow(DateTimeOffset From, DateTimeOffset To, HoldReason Reason);

/// <summary>How far the policy can be relied on. The default is that it cannot.</summary>
public enum PolicyStanding
{
    Missing = 0,
    Unsigned = 1,
    /// <summary>Signed, addressed to this gateway and the newest one known.</summary>
    Good = 2,
}

/// <summary>Why a cut that is due is not made. Numbers are in records: never renumbered.</summary>
public enum HoldReason
{
    ClockUntrusted = 1,
    Starting = 2,
    PolicyMissing = 3,
    PolicyUnsigned = 4,
    ReadingsOld = 5,
    FriendlyHours = 6,
    SpecialDay = 7,
    ExtremeHeat = 8,
    ExtremeCold = 9,
    /// <summary>A person forbade it for a time.</summary>
    Forbidden = 10,
    AwaitingApproval = 11,
}

/// <summary>What a person said.</summary>
/// <param name="Id">The one-time id.</param>
/// <param name="Kind">What is wanted.</param>
/// <param name="Actor">Who said it.</param>
/// <param name="Until">For <see cref="LadderCommandKind.ForbidCut"/> and <see cref="LadderCommandKind.RefuseCut"/>:
/// until when.</param>
public sealed record LadderCommand(string Id, LadderCommandKind Kind, string Actor, DateTimeOffset? Until = null);

/// <summary>Kinds of commands. Numbers are in records: never renumbered.</summary>
public enum LadderCommandKind
{
    /// <summary>Approves the cut that is asked for.</summary>
    Approve = 1,
    SelectEmergency = 2,
    /// <summary>Ends the reminder.</summary>
    Acknowledge = 3,
    /// <summary>Confirms on site that supply may return.</summary>
    ConfirmRestore = 4,
    /// <summary>Nothing is cut until an instant; what is cut is armed.</summary>
    ForbidCut = 5,
    /// <summary>Refuses the cut that stands before: no cut until an instant, and none on what was approved.</summary>
    RefuseCut = 6,
}
