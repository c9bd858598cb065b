using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.Policies.Proposals;

/// <summary>Where a proposal stands.</summary>
internal enum ProposalState
{
    /// <summary>It waits for a second person.</summary>
    Open,

    /// <summary>A second person agreed, and its commands were issued in the same instant.</summary>
    Confirmed,

    /// <summary>A second person said no.</summary>
    Rejected,

    /// <summary>Nobody said anything in time: it does nothing any more.</summary>
    Expired,
}

/// <summary>
/// What one person asks for and another one must agree to before it is issued: to cut, and to keep supply on above the
/// budget. Immutable.
/// </summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="Unit">Null, as <paramref name="Resource"/>, where the action names a lighting zone.</param>
/// <param name="NotAfter">Until when its commands are good; null: a day from when they are issued.</param>
/// <param name="MadeAt">Site time, UTC.</param>
/// <param name="Until">Nobody can agree from then on; site time, UTC.</param>
internal sealed record Proposal(
    string Id, UnitId? Unit, Resource? Resource, CommandAction Action, DateTimeOffset? NotAfter, Actor By,
    string Reason, DateTimeOffset MadeAt, DateTimeOffset Until)
{
    /// <summary>How long a proposal waits, unless what it asks for is over before.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(24);

    public ProposalState State { get; init; } = ProposalState.Open;

    /// <summary>Who agreed or said no; null while nobody did.</summary>
    public Actor? Second { get; init; }

    /// <summary>In the words of the second person.</summary>
    public string? SecondReason { get; init; }

    /// <summary>Site time, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Ids of the commands that were issued.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>True for what nobody does alone. To let the rules of a zone decide again is no override.</summary>
    public static bool NeedsTwo(CommandAction action) =>
        action is CommandAction.ApproveCut or CommandAction.OverrideUntil
            or CommandAction.OverrideZone { Light: not null };

    /// <summary>The word of the action in the API.</summary>
    public string ActionWord => Action switch
    {
        CommandAction.ApproveCut => "approve-cut",
        CommandAction.OverrideUntil => "override-until",
        CommandAction.OverrideZone => "override-zone",
        _ => throw new InvalidOperationException($"{Action.GetType().Name} takes one person."),
    };

    /// <summary>What is asked for, as the audit names it.</summary>
    public string Asked => Action is CommandAction.OverrideZone zone
        ? ZoneOrder.Describe(zone)
        : $"{ActionWord} {Unit} {Words.Of(Resource!.Value)}";

    /// <summary>Until when a second person may agree to what is proposed now.</summary>
    public static DateTimeOffset UntilOf(CommandAction action, DateTimeOffset? notAfter, DateTimeOffset now)
    {
        var until = now + OpenFor;
        if (notAfter is { } end && end < until)
            until = end;
        var over = action switch
        {
            CommandAction.OverrideUntil supply => supply.Until,
            CommandAction.OverrideZone zone => zone.Until,
            _ => null,
        };
        return over < until ? over.Value : until;
    }

    public ProposalState StateAt(DateTimeOffset now) =>
        State == ProposalState.Open && now >= Until ? ProposalState.Expired : State;
}
