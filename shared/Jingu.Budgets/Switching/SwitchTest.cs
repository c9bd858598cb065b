namespace Jingu.Budgets.Switching;

/// <summary>
/// A circuit that a person has cut for a test: it returns by itself. Kept with the circuit until the person was told
/// how both went. Immutable.
/// </summary>
/// <param name="Command">The one-time id of the signed command.</param>
public sealed record SwitchTest(string Command)
{
    /// <summary>Beside the travel time, the longest that a test waits for its cut to be proven.</summary>
    public static readonly TimeSpan ProofMax = Proof.WatchLength;

    /// <summary>A circuit that must stay off longer is not tested over the air.</summary>
    public static readonly TimeSpan OffMinMax = TimeSpan.FromMinutes(10);

    /// <summary>How the cut ended; null until the circuit is led back.</summary>
    public SwitchAction? Cut { get; init; }
}
