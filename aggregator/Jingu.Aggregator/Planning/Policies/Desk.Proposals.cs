using System.Security.Cryptography;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>What takes two people: one proposes, another one confirms, and only then it is issued.</summary>
internal sealed partial class Desk
{
    /// <summary>
    /// Confirms a proposal: its commands are stored in the same transaction as the answer, so that it is issued once or
    /// not at all, whoever answers at the same time and whatever is killed.
    /// </summary>
    public async Task<ProposalOutcome> ConfirmAsync(string id, Actor second, string reason, CancellationToken stop)
    {
        var (proposal, answer) = await OpenForAsync(id, second, stop);
        if (answer is not null)
            return answer;
        var by = $"{proposal!.By.Name} and {second.Name}";
        var told = $"{proposal.Reason} (proposed by {proposal.By.Name}, confirmed by {second.Name})";
        var (commands, refused) = await DraftAsync(
            proposal.Unit, proposal.Resource, proposal.Action, by, told, proposal.NotAfter, stop);
        if (refused is not null)
            return new ProposalOutcome.Refused(refused);
        var decided = proposal with
        {
            State = ProposalState.Confirmed,
            Second = second,
            SecondReason = reason,
            DecidedAt = Whole(time.GetUtcNow()),
            Commands = [.. commands.Select(command => command.Id)],
        };
        if (!await proposals.TryDecideAsync(decided, [.. commands.Select(Signed)], stop))
            return await ClosedAsync(id, stop);
        Issued?.Invoke();
        return new ProposalOutcome.Decided(decided, commands);
    }

    public async Task<ProposalOutcome> RejectAsync(string id, Actor second, string reason, CancellationToken stop)
    {
        var (proposal, answer) = await OpenForAsync(id, second, stop);
        if (answer is not null)
            return answer;
        var decided = proposal! with
        {
            State = ProposalState.Rejected,
            Second = second,
            SecondReason = reason,
            DecidedAt = Whole(time.GetUtcNow()),
        };
        return await proposals.TryDecideAsync(decided, [], stop)
            ? new ProposalOutcome.Decided(decided, [])
            : await ClosedAsync(id, stop);
    }

    private async Task<DeskOutcome> ProposeAsync(
        UnitId? unit, Resource? resource, CommandAction action, Actor by, string reason, DateTimeOffset? notAfter,
        CancellationToken stop)
    {
        var now = Whole(time.GetUtcNow());
        var proposal = new Proposal(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), unit, resource, action, notAfter, by,
            reason, now, Proposal.UntilOf(action, notAfter, now));
        if (proposal.Until <= now)
            return new DeskOutcome.Refused("It would be over before a second person could confirm it.");
        return await proposals.TryAddAsync(proposal, stop) is { } other
            ? new DeskOutcome.Refused($"This is proposed already, as {other}: confirm or reject it.")
            : new DeskOutcome.Proposed(proposal);
    }

    /// <summary>The proposal, or why this person cannot answer it.</summary>
    private async Task<(Proposal? Proposal, ProposalOutcome? Answer)> OpenForAsync(
        string id, Actor second, CancellationToken stop)
    {
        if (await proposals.FindAsync(id, stop) is not { } proposal)
            return (null, new ProposalOutcome.Unknown());
        if (proposal.StateAt(time.GetUtcNow()) != ProposalState.Open)
            return (null, new ProposalOutcome.Closed(proposal));
        return second.IsAnotherPersonThan(proposal.By)
            ? (proposal, null)
            : (null, new ProposalOutcome.NotYou(
                second.Person is null
                    ? $"{second.Name} is a program: a second person must answer."
                    : $"{proposal.By.Name} proposed it: another person must answer."));
    }

    /// <summary>Somebody else was faster, or the time is over.</summary>
    private async Task<ProposalOutcome> ClosedAsync(string id, CancellationToken stop) =>
        new ProposalOutcome.Closed((await proposals.FindAsync(id, stop))!);

    private (Command Command, byte[] Message) Signed(Command command) =>
        (command, Contracts.Signatures.Jws.Sign(CommandJson.Write(command), Command.Type, settings.Signing[0]));
}
