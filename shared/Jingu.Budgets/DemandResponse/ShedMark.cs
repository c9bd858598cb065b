namespace Jingu.Budgets.DemandResponse;

/// <summary>
/// What a circuit remembers of the event it was shed for. It ends the shedding also where no policy and no clock can:
/// the end is known by a clock that nobody sets. Immutable.
/// </summary>
/// <param name="Event">The event.</param>
/// <param name="Until">When it returns, site time, UTC.</param>
/// <param name="Boot">The boot in which it was decided.</param>
/// <param name="UntilSinceBoot">The same end, counted from that boot.</param>
public sealed record ShedMark(string Event, DateTimeOffset Until, string Boot, TimeSpan UntilSinceBoot)
{
    /// <summary>
    /// The end has come by either clock. In another boot whose clock nobody trusts it has: how much time passed cannot
    /// be known, and supply is on the safe side.
    /// </summary>
    public bool IsOver(ShedClock clock) =>
        (clock.IsTrusted ? clock.Now >= Until : clock.Boot != Boot)
        || (clock.Boot == Boot && clock.SinceBoot >= UntilSinceBoot);
}

/// <summary>The clocks of one tick.</summary>
/// <param name="Now">Site time, UTC.</param>
/// <param name="IsTrusted">Site time can be relied on.</param>
/// <param name="Boot">Which boot of the machine this is.</param>
/// <param name="SinceBoot">Since then, by a clock that nobody sets.</param>
public sealed record ShedClock(DateTimeOffset Now, bool IsTrusted, string Boot, TimeSpan SinceBoot)
{
    /// <summary>What a load that is shed now remembers.</summary>
    public ShedMark MarkOf(string demandEvent, DateTimeOffset until) =>
        new(demandEvent, until, Boot, SinceBoot + (until - Now));
}
