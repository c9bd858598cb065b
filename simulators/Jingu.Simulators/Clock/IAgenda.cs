namespace Jingu.Simulators.Clock;

/// <summary>
/// What the bench itself does at instants of site time: the virtual meters show it, faults happen at it.
/// </summary>
internal interface IAgenda
{
    /// <summary>The first instant after <paramref name="now"/> at which something is to happen; null: none.</summary>
    DateTimeOffset? NextAfter(DateTimeOffset now);

    /// <summary>Called before the instant is granted to anybody.</summary>
    void Prepare(DateTimeOffset instant);

    /// <summary>
    /// Called when the instant was granted and the programs are at work on it; the clock stands until this has
    /// completed.
    /// </summary>
    Task ReachedAsync(DateTimeOffset instant, CancellationToken stop);
}
