using System.Collections.Immutable;
using Jingu.Contracts.Commands;

namespace Jingu.Aggregator.Planning.Policies.Proposals;

/// <summary>What came of a second person's answer.</summary>
internal abstract record ProposalOutcome
{
    private ProposalOutcome()
    {
    }

    /// <summary>Why nothing has changed, a sentence; null where it was decided.</summary>
    public string? WhyNot => this switch
    {
        Decided => null,
        Unknown => "No such proposal is known.",
        // Nobody answered it, and it cannot be answered any more.
        Closed { Proposal.State: ProposalState.Open } => "It is expired already: propose it again.",
        Closed closed => $"It is {closed.Proposal.State.ToString().ToLowerInvariant()} already: propose it again.",
        NotYou not => not.Why,
        Refused refused => refused.Why,
        _ => throw new InvalidOperationException(),
    };

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
