using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Edge.Clock;

/// <summary>
/// What a tick found when it looked at the clocks, and how it stamps what has arrived since the look before. Immutable.
/// </summary>
/// <param name="Now">The clocks.</param>
/// <param name="Before">The clocks at the look before; the same at the first one.</param>
/// <param name="Record">What is to be saved of the boot.</param>
/// <param name="Dating">Set when this look gives the boot its offset.</param>
/// <param name="Events">What happened to the clock.</param>
/// <param name="Detail">What vouches for the clock, in words.</param>
internal sealed record ClockLook(
    ClockMoment Now, ClockMoment Before, ClockState State, BootRecord Record, BootDating? Dating,
    ImmutableArray<GatewayEvent> Events, string Detail)
{
    /// <summary>
    /// True when what has arrived since the look before may carry the instants it was stamped with: the clock was
    /// trusted then and is now.
    /// </summary>
    public bool IsDated => Before.Trust.MayDateTurnAndCut() && Now.Trust.MayDateTurnAndCut();

    /// <summary>True when something is to be saved although nothing was read.</summary>
    public bool HasNews => Events.Length > 0 || Dating is not null;

    /// <summary>What undated entries of this look name.</summary>
    public BootId UndatedBoot => Record.Id;

    /// <summary>A sample with its instant counted from the boot (<see cref="Entry.Undated"/>).</summary>
    public Sample Undate(Sample sample) => sample with { Instant = Undate(sample.Instant) };

    public GatewayEvent Undate(GatewayEvent happened) => happened with { Instant = Undate(happened.Instant) };

    private DateTimeOffset Undate(DateTimeOffset instant) =>
        DateTimeOffset.UnixEpoch + (instant - (IsOfBefore(instant) ? Before : Now).Begun);

    /// <summary>
    /// True for what was stamped before the clock was set: it lies where the clock stood then. What could be either
    /// lies closer to both than the clock was set.
    /// </summary>
    private bool IsOfBefore(DateTimeOffset instant)
    {
        var elapsed = Now.SinceBoot - Before.SinceBoot;
        return Distance(instant, Before.Site, Before.Site + elapsed) < Distance(instant, Now.Site - elapsed, Now.Site);
    }

    private static TimeSpan Distance(DateTimeOffset instant, DateTimeOffset from, DateTimeOffset to) =>
        instant < from ? from - instant : instant > to ? instant - to : TimeSpan.Zero;
}
