using System.Collections.Immutable;
using Jingu.Contracts.Commands;

namespace Jingu.Aggregator.Planning.Policies.Proposals;

/// <summary>What came of a second person's answer.</summary>
internal abstract record ProposalOutcome
{
    private ProposalOutcome()
    {
    }

    /// <param name="Commands">What was issued; empty where the answer was no.</param>
    public sealed record Decided(Proposal Proposal, ImmutableArray<Command> Commands) : ProposalOutcome;

    /// <summary>No proposal has the id.</summary>
    public sealed record Unknown : ProposalOutcome;

    /// <summary>It was confirmed, rejected or is over; nothing was issued now.</summary>
    public sealed record Closed(Proposal Proposal) : ProposalOutcome;

    /// <summary>Whoever answered may not: it takes another person.</summary>
    public sealed record NotYou(string Why) : ProposalOutcome;

    /// <summary>It cannot be issued; the proposal stays open.</summary>
    public sealed record Refused(string Why) : ProposalOutcome;
}
