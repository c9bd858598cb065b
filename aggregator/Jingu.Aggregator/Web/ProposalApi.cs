using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Contracts.Commands;
using Jingu.Time;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Proposals over HTTP: what one person asked for by <c>POST /api/commands</c>, and another one confirms or rejects.
/// </summary>
internal static class ProposalApi
{
    /// <summary>Proposals in one answer.</summary>
    private const int ProposalsMax = 200;

    private const string Path = "/api/proposals";

    public static void MapProposalApi(this WebApplication app)
    {
        app.MapGet(Path, AllAsync).Requires(Access.Read).Paged("id");
        app.MapGet(Path + "/{id}", OneAsync).Requires(Access.Read);
        app.MapPost(Path + "/{id}/confirm", ConfirmAsync).Requires(Access.Act);
        app.MapPost(Path + "/{id}/reject", RejectAsync).Requires(Access.Act);
    }

    /// <summary>The answer to whoever proposed: nothing is issued yet.</summary>
    public static IResult Proposed(Proposal proposal) => Results.Accepted(
        $"{Path}/{proposal.Id}", new { proposal = proposal.Id, state = "open", until = proposal.Until });

    /// <summary>Proposals, those that wait first of all.</summary>
    private static async Task<IResult> AllAsync(
        string? state, ProposalStore store, SiteTime time, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return state is null or "open" or "confirmed" or "rejected" or "expired"
            ? Results.Json((await store.NewestAsync(ProposalsMax, stop))
                .Where(proposal => state is null || Word(proposal.StateAt(now)) == state)
                .Select(proposal => Told(proposal, now)))
            : Bad($"'{state}' is no state: use open, confirmed, rejected or expired.");
    }

    /// <summary>A proposal, and what became of it.</summary>
    private static async Task<IResult> OneAsync(
        string id, ProposalStore store, SiteTime time, CancellationToken stop) =>
        await store.FindAsync(id, stop) is { } proposal ? Results.Json(Told(proposal, time.GetUtcNow())) : Unknown(id);

    /// <summary>Confirms what another person proposed: the command is issued.</summary>
    private static Task<IResult> ConfirmAsync(
        string id, HttpRequest request, Desk desk, ProposalStore store, Visit visit, SiteTime time,
        CancellationToken stop) =>
        AnswerAsync(id, request, desk.ConfirmAsync, store, visit, time, stop);

    /// <summary>Rejects what another person proposed: nothing is issued.</summary>
    private static Task<IResult> RejectAsync(
        string id, HttpRequest request, Desk desk, ProposalStore store, Visit visit, SiteTime time,
        CancellationToken stop) =>
        AnswerAsync(id, request, desk.RejectAsync, store, visit, time, stop);

    private static async Task<IResult> AnswerAsync(
        string id, HttpRequest request, Func<string, Actor, string, CancellationToken, Task<ProposalOutcome>> answer,
        ProposalStore store, Visit visit, SiteTime time, CancellationToken stop)
    {
        if (await ReadAsync<AnswerBody>(request, stop) is not { } body)
            return Bad("The body is no answer: send JSON with reason.");
        var (actor, complaint) = Ordered(visit, body.By, body.Reason);
        if (complaint is not null)
            return Bad(complaint);
        visit.Subject = await store.FindAsync(id, stop) is { } asked
            ? $"proposal {id} by {asked.By.Name}: {asked.Asked}"
            : $"proposal {id}";
        return await answer(id, actor, body.Reason!, stop) switch
        {
            ProposalOutcome.Decided { Commands: [var first, ..] } decided => PolicyApi.Issued(first, decided.Commands),
            ProposalOutcome.Decided decided => Results.Json(Told(decided.Proposal, time.GetUtcNow())),
            ProposalOutcome.Unknown => Unknown(id),
            ProposalOutcome.Closed closed => Results.Problem(
                $"It is {Word(closed.Proposal.StateAt(time.GetUtcNow()))} already: propose it again.",
                statusCode: StatusCodes.Status409Conflict),
            ProposalOutcome.NotYou not => Visit.NotAllowed(not.Why),
            ProposalOutcome.Refused refused => Bad(refused.Why),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IResult Unknown(string id) =>
        Results.Problem($"No proposal has the id '{id}'.", statusCode: StatusCodes.Status404NotFound);

    private static object Told(Proposal proposal, DateTimeOffset now) => new
    {
        id = proposal.Id,
        state = Word(proposal.StateAt(now)),
        action = proposal.ActionWord,
        unit = proposal.Unit?.Value,
        resource = proposal.Resource is { } resource ? Words.Of(resource) : null,
        zone = (proposal.Action as CommandAction.OverrideZone)?.Zone,
        percent = (proposal.Action as CommandAction.OverrideZone)?.Light / 10m,
        decision = (proposal.Action as CommandAction.ApproveCut)?.Decision,
        overrideUntil = proposal.Action switch
        {
            CommandAction.OverrideUntil supply => supply.Until,
            CommandAction.OverrideZone zone => zone.Until,
            _ => null,
        },
        by = proposal.By.Name,
        reason = proposal.Reason,
        made = proposal.MadeAt,
        until = proposal.Until,
        second = proposal.Second?.Name,
        secondReason = proposal.SecondReason,
        decidedAt = proposal.DecidedAt,
        commands = proposal.Commands,
    };

    private static string Word(ProposalState state) => state.ToString().ToLowerInvariant();

    private sealed record AnswerBody(string? By, string? Reason);
}
