using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Edge.Clock;

/// <summary>What a gateway remembers of a boot, one row of its file. Durations are counted from the boot.</summary>
/// <param name="Number">Counts the boots of this file from 1.</param>
/// <param name="Id">What undated entries name.</param>
/// <param name="Kernel">The kernel's own id; two boots in a row have the same where trust was lost in between.</param>
/// <param name="UndatedFrom">When its clock was first found without trust; null: never.</param>
/// <param name="Begun">The instant of its beginning, once trust has come: the offset.</param>
/// <param name="Uncertainty">Of <paramref name="Begun"/>.</param>
/// <param name="Reference">The best that was known while it was synchronised.</param>
/// <param name="Last">The last look at the clocks that was saved.</param>
/// <param name="IsSpoiled">True after its clock was set by hand.</param>
internal sealed record BootRecord(
    int Number,
    BootId Id,
    string Kernel,
    TimeSpan? UndatedFrom,
    DateTimeOffset? Begun,
    TimeSpan? Uncertainty,
    ClockReference? Reference,
    bool IsSpoiled,
    ClockMoment Last)
{
    /// <summary>The offset for who asks; null while there is none.</summary>
    public BootDating? Dating => Begun is { } begun ? new(Id, begun, Uncertainty ?? TimeSpan.Zero) : null;
}

/// <summary>Both clocks at one moment, and what the one that can be set was worth.</summary>
/// <param name="SinceBoot">The clock that never jumps.</param>
/// <param name="Site">The clock that can be set.</param>
internal sealed record ClockMoment(TimeSpan SinceBoot, DateTimeOffset Site, ClockTrust Trust)
{
    /// <summary>What the settable clock makes of the boot's beginning; changes when it is set.</summary>
    public DateTimeOffset Begun => Site - SinceBoot;
}
