using Jingu.Contracts.Readings;

namespace Jingu.Edge.Clock;

/// <summary>
/// How far the clock is believed at one moment. Immutable; <see cref="TrustRules"/> makes the next one.
/// </summary>
/// <param name="Uncertainty">The clock is right to within this; null while nobody vouches for it.</param>
/// <param name="Reference">The best that was known in this boot while it was synchronised; null before.</param>
/// <param name="IsSpoiled">True after it was set by hand: then only a time service makes it good.</param>
internal sealed record ClockState(
    ClockTrust Trust, TimeSpan? Uncertainty, ClockReference? Reference, bool IsSpoiled)
{
    public static readonly ClockState Unknown = new(ClockTrust.Unset, null, null, false);
}

/// <param name="At">Since boot.</param>
/// <param name="Error">The largest error then.</param>
internal sealed record ClockReference(TimeSpan At, TimeSpan Error);
