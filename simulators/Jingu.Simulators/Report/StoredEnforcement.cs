using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>What the bench needs of <c>GET /api/enforcement</c>.</summary>
/// <param name="Chains">Per journal of a gateway.</param>
/// <param name="Decisions">In order of time.</param>
/// <param name="Standings">Where each ladder was recorded to stand last.</param>
internal sealed record StoredEnforcement(
    ImmutableArray<StoredChain> Chains,
    ImmutableArray<StoredDecision> Decisions,
    ImmutableArray<StoredStanding> Standings)
{
    /// <summary>What ladders decided, in order of time.</summary>
    public ImmutableArray<DecisionReport> OfLadders() =>
    [
        .. from decision in Decisions
           let rule = decision.Rule
           where rule is not null
           let subject = decision.Subject.Split(' ')
           where subject.Length == 2
           select new DecisionReport(
               decision.Gateway, decision.At, subject[0], subject[1], rule, decision.Asks, decision.Drill,
               decision.Text),
    ];
}

/// <summary>One journal's records of decisions, decided again.</summary>
/// <param name="Broken">The first place where the chain does not hold; null where it is whole.</param>
internal sealed record StoredChain(
    string Gateway, string Journal, int Records, int Equal, int Different, int NotComparable, string? Broken);

/// <param name="Subject">The unit and resource, such as <c>unit-07 electricity</c>, where a ladder decided.</param>
/// <param name="Rule">The ladder's; null for what no ladder decided.</param>
/// <param name="Asks">Such as <c>ask-approval</c>.</param>
internal sealed record StoredDecision(
    string Gateway, DateTimeOffset At, string Subject, string Text, string? Rule, ImmutableArray<string> Asks,
    bool Drill);

internal sealed record StoredStanding(string Unit, string Resource, string Stage, bool Armed, bool Emergency);

/// <summary>One command of <c>GET /api/commands/ID</c>.</summary>
/// <param name="State"><c>issued</c>, <c>done</c>, <c>refused</c> or <c>expired</c>.</param>
internal sealed record StoredCommand(string State, string? Answer);

/// <summary>One policy of the answer to <c>POST /api/planning/publish</c>.</summary>
internal sealed record StoredPolicy(string Gateway, long Version);
