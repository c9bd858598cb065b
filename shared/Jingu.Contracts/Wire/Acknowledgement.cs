using System.Collections.Immutable;

namespace Jingu.Contracts.Wire;

/// <summary>What the aggregator did with entries of one journal (the journal is in the envelope's header).</summary>
/// <param name="Ranges">Ranges in any order; an entry not named is neither stored nor refused yet.</param>
/// <param name="WireVersionMax">The newest wire version the aggregator reads; a gateway writes the highest both
/// know.</param>
public sealed record Acknowledgement(ImmutableArray<AcknowledgedRange> Ranges, int WireVersionMax);

/// <summary>Entries <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public sealed record AcknowledgedRange(JournalStream Stream, long First, long Last, Outcome Outcome);

/// <summary>What became of entries. Numbers are on the wire.</summary>
public enum Outcome
{
    /// <summary>The aggregator's database has committed them.</summary>
    Stored = 1,
    /// <summary>
    /// The aggregator's database has committed them as received; it takes them up when it knows more.
    /// </summary>
    Parked = 2,
    /// <summary>They will never be taken; the gateway keeps them, stops sending them and records an event.</summary>
    Refused = 3,
}
