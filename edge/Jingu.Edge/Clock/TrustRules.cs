using Jingu.Contracts.Readings;
using Jingu.Time.Kernel;

namespace Jingu.Edge.Clock;

/// <summary>
/// What a clock is worth, by what the kernel says of it and what it was worth before. Pure.
/// <list type="bullet">
/// <item>Synchronised: the kernel says so, and its bound of the error is within the limit.</item>
/// <item>Holdover: it was, in this boot. The error grows by the stated drift from the best moment on, until the limit.
/// (The kernel itself lets its bound grow by 500 ppm and calls a clock unsynchronised at 16 s: that is nine hours, too
/// coarse for weeks without a network.)</item>
/// <item>RTC: set from a real-time clock at boot and at a sane time, or kept by whom an installer names.</item>
/// <item>Unset: everything else, and what was set by hand since.</item>
/// </list>
/// </summary>
internal static class TrustRules
{
    /// <summary>What a real-time clock is believed to at boot: nobody says when it was set and how well.</summary>
    public static readonly TimeSpan RtcError = TimeSpan.FromSeconds(30);

    /// <summary>No site's time: a real-time clock that shows more has lost its battery or its mind.</summary>
    public static readonly DateTimeOffset InstantMax = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>No gateway of this program was ever mounted before.</summary>
    public static readonly DateTimeOffset InstantMin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="sinceBoot">Now, on the clock that never jumps.</param>
    /// <param name="now">Now, on the clock that is judged.</param>
    /// <param name="floor">The latest instant that was ever trusted here: time does not go back before it.</param>
    /// <param name="jumped">True when the clock was set since <paramref name="before"/>.</param>
    public static ClockState Next(
        ClockState before, ClockCondition condition, TimeSpan sinceBoot, DateTimeOffset now, DateTimeOffset floor,
        bool jumped, ClockOptions options)
    {
        if (condition.Granted)
            return new(ClockTrust.Bench, TimeSpan.Zero, null, false);
        if (condition.Synchronised && condition.ErrorMax <= options.UncertaintyMax)
            return Synchronised(before, condition.ErrorMax, sinceBoot, jumped, options);
        var spoiled = before.IsSpoiled || jumped;
        if (options.KeptBy is not null)
            return Bounded(ClockTrust.Rtc, options.KeptWithin, before.Reference, spoiled, options);
        if (spoiled)
            return ClockState.Unknown with { IsSpoiled = true };
        if (before.Reference is { } reference)
            return Bounded(ClockTrust.Holdover, ErrorAt(reference, sinceBoot, options), reference, spoiled, options);
        return condition.SetFrom is not null && now >= InstantMin && now >= floor && now < InstantMax
            ? Bounded(ClockTrust.Rtc, RtcError + options.Drift(sinceBoot), null, spoiled, options)
            : ClockState.Unknown;
    }

    private static ClockState Synchronised(
        ClockState before, TimeSpan error, TimeSpan sinceBoot, bool jumped, ClockOptions options)
    {
        var left = before.Reference is { } reference && !jumped ? ErrorAt(reference, sinceBoot, options) : error;
        return left < error
            ? before with { Trust = ClockTrust.Synchronised, Uncertainty = left, IsSpoiled = false }
            : new(ClockTrust.Synchronised, error, new(sinceBoot, error), false);
    }

    private static TimeSpan ErrorAt(ClockReference reference, TimeSpan sinceBoot, ClockOptions options) =>
        reference.Error + options.Drift(sinceBoot - reference.At);

    private static ClockState Bounded(
        ClockTrust trust, TimeSpan error, ClockReference? reference, bool spoiled, ClockOptions options) =>
        error <= options.UncertaintyMax
            ? new(trust, error, reference, spoiled)
            : new(ClockTrust.Unset, null, reference, spoiled);
}
