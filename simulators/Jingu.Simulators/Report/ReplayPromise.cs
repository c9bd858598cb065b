using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>
/// Judges that every decision comes out the same when it is decided again from its own record, and that no record is
/// missing or was changed. Pure.
/// </summary>
internal static class ReplayPromise
{
    /// <summary>Left out where nothing was decided.</summary>
    public static ImmutableArray<PromiseReport> Judge(ImmutableArray<StoredChain> chains)
    {
        if (chains.Sum(chain => chain.Records) == 0)
            return [];
        List<string> complaints =
        [
            .. chains.Where(chain => chain.Broken is not null).Select(
                chain => $"the chain of {chain.Gateway}, journal {chain.Journal}, is broken: {chain.Broken}"),
            .. chains.Where(chain => chain.Equal != chain.Records).Select(
                chain => $"of {chain.Records} decisions of {chain.Gateway}, journal {chain.Journal}, "
                    + $"{chain.Different} come out otherwise and {chain.NotComparable} cannot be compared"),
        ];
        return
        [
            new("replayable", complaints.Count == 0, complaints.Count == 0
                ? $"{chains.Sum(chain => chain.Records)} decisions come out the same when they are decided again; "
                    + $"{chains.Length} chains are whole."
                : string.Join("; ", complaints) + "."),
        ];
    }
}
