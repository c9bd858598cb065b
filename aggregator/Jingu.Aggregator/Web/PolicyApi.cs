using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Desired states with their receipts, commands with their answers, and grant codes over HTTP. What is refused is
/// answered with a sentence, and nothing of it is issued.
/// </summary>
internal static class PolicyApi
{
    /// <summary>What the contact of a unit may do for it; everything else a facility manager does.</summary>
    internal static readonly string?[] ActionsOfContacts = ["select-emergency", "confirm-restore"];

    public static void MapPolicyApi(this WebApplication app)
    {
        app.MapGet("/api/planning/desired", DesiredAsync).Requires(Access.Read).Paged("gateway");
        app.MapPost("/api/planning/publish", PublishAsync).Requires(Access.Plan);
        app.MapPost("/api/planning/grant-codes", GrantAsync).Requires(Access.Act);
        app.MapPost("/api/commands", IssueAsync).Requires(Access.ActOwn);
        app.MapGet("/api/commands/{id}", AnswerAsync).Requires(Access.ReadOwn);
    }

    /// <summary>The newest policy of each gateway, which version it says is in force, and its last refusal.</summary>
    private static async Task<IResult> DesiredAsync(PolicyStore store, CancellationToken stop) =>
        Results.Json((await store.DesiredAsync(stop)).Select(desired => new
        {
            gateway = desired.Gateway.Value,
            version = desired.Version,
            key = desired.Key,
            issued = desired.State.Issued,
            notAfter = desired.State.NotAfter,
            applied = desired.Applied,
            appliedAt = desired.AppliedAt,
            refused = desired.Refused,
            refusedAt = desired.RefusedAt,
            state = JsonSerializer.Deserialize<JsonElement>(DesiredStateJson.Write(desired.State)),
        }));

    /// <summary>Makes and publishes at once the policies that have become due.</summary>
    private static async Task<IResult> PublishAsync(
        PolicyPublishing publishing, PolicyStore store, CancellationToken stop)
    {
        await publishing.LookAsync(stop);
        return Results.Json((await store.DesiredAsync(stop)).Select(desired => new
        {
            gateway = desired.Gateway.Value,
            version = desired.Version,
        }));
    }

    /// <summary>Orders something of a gateway by a signed command.</summary>
    private static async Task<IResult> IssueAsync(
        HttpRequest request, Desk desk, StoredFleet fleet, CurrentLighting lighting, CurrentSite site, SiteTime time,
        Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<CommandBody>(request, stop) is not { } body)
        {
            return Bad("The body is no command: send JSON with action, unit, resource, by, reason and what the action "
                + "needs.");
        }
        var (actor, complaint) = Ordered(visit, body.By, body.Reason);
        if (complaint is not null)
            return Bad(complaint);
        visit.Subject = string.Join(
            ' ', [body.Action, body.Unit ?? body.SwitchPoint ?? body.Point ?? body.Zone, body.Resource]);
        UnitId? unit = IdText.IsValid(body.Unit) ? new(body.Unit!) : null;
        Resource? resource = Words.Resources.TryGetValue(body.Resource ?? "", out var known) ? known : null;
        var isOfUnit = body.Action is not ("test-switch" or "curtail" or "replace-meter" or "settle-case"
            or "override-zone" or "release-zone");
        if (isOfUnit && unit is null)
            return Bad($"unit: '{body.Unit}' is no unit of the site.");
        if (!visit.ActsForSite && (unit is not { } own || !isOfUnit || !visit.ActsFor(own)))
            return Visit.NotAllowed($"You act for your own units, and '{body.Unit}' is none of them.");
        if (!visit.ActsForSite && !ActionsOfContacts.Contains(body.Action))
        {
            return Visit.NotAllowed(
                $"A unit contact may {string.Join(" and ", ActionsOfContacts)}: ask a facility manager.");
        }
        if (isOfUnit && resource is null)
            return Bad($"resource: '{body.Resource}' is not one of {string.Join(", ", Words.Resources.Keys)}.");
        if (body.NotAfter <= time.GetUtcNow())
            return Bad($"notAfter: {body.NotAfter:O} has passed.");
        if (MeterOrder.Actions.Contains(body.Action))
            return await DeclareAsync(body, actor, desk, fleet, site, time, visit, stop);
        if (body.Action is "override-zone" or "release-zone")
            return await LightAsync(body, actor, desk, lighting, time, visit, stop);
        CommandAction? action = (body.Action, unit, resource) switch
        {
            ("approve-cut", { } u, { } r) => new CommandAction.ApproveCut(u, r, body.Decision ?? ""),
            ("refuse-cut", { } u, { } r) => new CommandAction.RefuseCut(u, r, body.Decision ?? ""),
            ("extend", { } u, { } r) => new CommandAction.Extend(u, r, body.Month ?? "", Whole(body.Amount)),
            ("select-emergency", { } u, { } r) => new CommandAction.SelectEmergency(u, r),
            ("override-until", { } u, { } r) when body.Until is { } until =>
                new CommandAction.OverrideUntil(u, r, until),
            ("confirm-restore", { } u, { } r) => new CommandAction.ConfirmRestore(u, r),
            ("test-switch", _, _) => new CommandAction.TestSwitch(body.SwitchPoint ?? ""),
            ("curtail", _, _) when body is { Until: { } until, Percent: { } percent }
                && percent * 10 is >= 0 and <= CommandAction.Curtail.TenthsMax and var tenths
                && tenths == decimal.Truncate(tenths) =>
                new CommandAction.Curtail(body.Point ?? "", (int)tenths, until.ToUniversalTime()),
            _ => null,
        };
        if (action is null)
        {
            return Bad(body.Action switch
            {
                "override-until" or "curtail" when body.Until is null =>
                    "until: is missing: write an instant such as 2026-03-20T18:00:00+08:00.",
                "curtail" => "percent: write 0 to 100, with at most one decimal.",
                _ => $"action: '{body.Action}' is not one of approve-cut, refuse-cut, extend, select-emergency, "
                    + "override-until, confirm-restore, test-switch, curtail, replace-meter, settle-case, "
                    + "override-zone, release-zone.",
            });
        }
        var outcome = await desk.CommandAsync(unit, resource, action, actor, body.Reason!, body.NotAfter, stop);
        if (outcome is DeskOutcome.Proposed { Proposal.Id: var id })
            visit.Subject += $", proposal {id}";
        return Answered(outcome);
    }

    /// <summary>What a person says of a register, for the gateway that reads it.</summary>
    private static async Task<IResult> DeclareAsync(
        CommandBody body, Actor actor, Desk desk, StoredFleet fleet, CurrentSite site, SiteTime time, Visit visit,
        CancellationToken stop)
    {
        if (await fleet.PointAsync(body.Point ?? "", stop) is not { } point)
            return Bad($"point: '{body.Point}' is no metering point of site.yaml.");
        string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
        var complaints = new Dictionary<string, string>();
        var form = new MeterForm(
            body.Measure, Text(body.Closing), Text(body.Opening), body.Serial, body.At, body.Word, Text(body.Amount),
            body.Case, body.Stands?.Journal, body.Stands?.Epoch);
        if (MeterOrder.Of(body.Action!, point, form, site.Site.Zone, time.GetUtcNow(), complaints) is not { } action)
            return Bad(string.Join(" ", complaints.Select(each => $"{each.Key}: {Texts.Get(each.Value)}")));
        visit.Subject = MeterOrder.Describe(action);
        var outcome = await desk.CommandAsync(null, null, action, actor, body.Reason!, body.NotAfter, stop);
        fleet.Forget(body.Point!);
        return Answered(outcome);
    }

    /// <summary>How a lighting zone is lit for a time; or that its rules decide again now.</summary>
    private static async Task<IResult> LightAsync(
        CommandBody body, Actor actor, Desk desk, CurrentLighting lighting, SiteTime time, Visit visit,
        CancellationToken stop)
    {
        var zone = (await lighting.NowAsync(stop)).Zones.FirstOrDefault(each => each.Id == body.Zone);
        if (zone is not { Building: not null })
            return Bad($"zone: '{body.Zone}' is no lighting zone of site.yaml.");
        var complaints = new Dictionary<string, string>();
        var action = body.Action == "release-zone"
            ? new CommandAction.OverrideZone(zone.Id, null, null)
            : ZoneOrder.Of(zone.Id, body.Percent, body.Until, zone.Orders, time.GetUtcNow(), complaints);
        if (action is null)
            return Bad(string.Join(" ", complaints.Select(each => $"{each.Key}: {Texts.Get(each.Value)}")));
        visit.Subject = ZoneOrder.Describe(action);
        var outcome = await desk.CommandAsync(null, null, action, actor, body.Reason!, body.NotAfter, stop);
        lighting.Forget();
        if (outcome is DeskOutcome.Proposed { Proposal.Id: var id })
            visit.Subject += $", proposal {id}";
        return Answered(outcome);
    }

    /// <summary>A code of 20 digits that extends a budget where it is typed in on site.</summary>
    private static async Task<IResult> GrantAsync(
        HttpRequest request, Desk desk, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<GrantBody>(request, stop) is not { } body)
            return Bad("The body is no order of a code: send JSON with unit, resource, amount, by and reason.");
        var (actor, complaint) = Ordered(visit, body.By, body.Reason);
        if (complaint is not null)
            return Bad(complaint);
        visit.Subject = string.Create(
            CultureInfo.InvariantCulture, $"code {body.Unit} {body.Resource} {body.Amount}");
        if (!IdText.IsValid(body.Unit))
            return Bad($"unit: '{body.Unit}' is no unit of the site.");
        return Words.Resources.TryGetValue(body.Resource ?? "", out var resource)
            ? Answered(await desk.CodeAsync(
                new(
                    new(body.Unit!), resource, body.Amount ?? 0, actor.Name, body.Reason!,
                    IdText.IsValid(body.Gateway) ? new GatewayId(body.Gateway!) : null),
                stop))
            : Bad($"resource: '{body.Resource}' is not one of {string.Join(", ", Words.Resources.Keys)}.");
    }

    /// <summary>What became of a command: issued, done, refused or expired, with the gateway's sentence.</summary>
    private static async Task<IResult> AnswerAsync(
        string id, PolicyStore store, SiteTime time, Visit visit, CancellationToken stop) =>
        await store.CommandsAsync(id, time.GetUtcNow(), stop) is [var stored]
        && (visit.SeesSite || visit.Sees(UnitOf(stored.Command.Action)?.Value))
            ? Results.Json(new
            {
                id,
                gateway = stored.Command.Gateway.Value,
                issued = stored.Command.Issued,
                notAfter = stored.Command.NotAfter,
                by = stored.Command.By,
                reason = stored.Command.Reason,
                state = stored.StateAt(time.GetUtcNow()),
                answeredAt = stored.AnsweredAt,
                answer = stored.Answer,
            })
            : Results.Problem($"No command has the id '{id}'.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A budget is of whole Wh or L: what is none extends by nothing, and is refused.</summary>
    private static long Whole(decimal? amount) =>
        amount is > 0 and <= long.MaxValue and var some && some == decimal.Truncate(some) ? (long)some : 0;

    /// <summary>Whose budget an action is about; null where it names a point.</summary>
    private static UnitId? UnitOf(CommandAction action) => action switch
    {
        CommandAction.ApproveCut approve => approve.Unit,
        CommandAction.RefuseCut refuse => refuse.Unit,
        CommandAction.Extend extend => extend.Unit,
        CommandAction.SelectEmergency select => select.Unit,
        CommandAction.OverrideUntil until => until.Unit,
        CommandAction.ConfirmRestore confirm => confirm.Unit,
        _ => null,
    };

    /// <summary>The answer to whoever issued commands, the first of them by itself.</summary>
    public static IResult Issued(Command first, ImmutableArray<Command> commands) => Results.Json(
        new
        {
            id = first.Id,
            gateway = first.Gateway.Value,
            notAfter = first.NotAfter,
            commands = commands.Select(command => new { id = command.Id, gateway = command.Gateway.Value }),
        },
        statusCode: StatusCodes.Status202Accepted);

    private static IResult Answered(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Issued { Commands: [var first, ..] commands } => Issued(first, commands),
        DeskOutcome.Proposed proposed => ProposalApi.Proposed(proposed.Proposal),
        DeskOutcome.Code code => Results.Json(
            new { gateway = code.Gateway.Value, counter = code.Counter, code = code.Digits },
            statusCode: StatusCodes.Status201Created),
        DeskOutcome.Refused refused => Bad(refused.Why),
        _ => throw new InvalidOperationException(),
    };

    private sealed record CommandBody(
        string? Action, string? Unit, string? Resource, string? By, string? Reason, DateTimeOffset? NotAfter,
        string? Decision, string? Month, decimal? Amount, DateTimeOffset? Until, string? SwitchPoint,
        string? Point, string? Zone, decimal? Percent, string? Measure, decimal? Closing, decimal? Opening,
        string? Serial, string? At, string? Word, long? Case, LedgerStand? Stands);

    private sealed record GrantBody(
        string? Unit, string? Resource, long? Amount, string? By, string? Reason, string? Gateway);
}
