using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Printing;
using Jingu.Aggregator.Web.Tables;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Rectification notices over HTTP. A unit contact gets and answers those to units of their own. Whoever acts names the
/// version that they have seen, and is told when somebody else was faster.
/// </summary>
internal static class NoticeApi
{
    private const string Path = "/api/notices";

    public static void MapNoticeApi(this WebApplication app)
    {
        app.MapGet(Path, AllAsync).Requires(Access.ReadOwn).Paged(WebJson.Words, "number");
        app.MapGet(Path + "/{id}", OneAsync).Requires(Access.ReadOwn)
            .AddEndpointFilter(app.Services.GetRequiredService<SheetPrinting>().InvokeAsync);
        app.MapPost(Path, IssueAsync).Requires(Access.Act);
        app.MapPost(Path + "/{id}/answer", AnswerAsync).Requires(Access.ActOwn);
        app.MapPost(Path + "/{id}/accept", AcceptAsync).Requires(Access.Act);
        app.MapPost(Path + "/{id}/send-back", SendBackAsync).Requires(Access.Act);
        app.MapPost(Path + "/{id}/withdraw", WithdrawAsync).Requires(Access.Act);
    }

    /// <summary>Notices, what asks for somebody first: overdue, due, to be checked, then what is over.</summary>
    private static async Task<IResult> AllAsync(
        string? state, string? unit, int? year, string? format, StoredNotices notices, Visit visit,
        CancellationToken stop)
    {
        if (format is not (null or "json" or "csv"))
            return WrongFormat(format);
        if (!NoticeFilter.IsState(state))
            return Bad($"'{state}' is no state: use {string.Join(", ", NoticeFilter.States)}.");
        if (!string.IsNullOrEmpty(unit) && !visit.Sees(unit))
            return Visit.NotAllowed($"'{unit}' is no unit of yours: name your own as 'unit'.");
        var found = new NoticeFilter(state, unit, year).Of((await notices.AllAsync(stop)).For(visit));
        return format == "csv" ? TableCsv.Answer(NoticeTable.Of(found)) : Results.Json(found, WebJson.Words);
    }

    /// <summary>A notice with every step since it was issued; <c>format=pdf</c> is the document itself.</summary>
    private static async Task<IResult> OneAsync(
        string id, string? format, StoredNotices notices, Visit visit, CancellationToken stop) =>
        format is not (null or "json") ? Bad($"'{format}' is no format: use json or pdf.")
        : await FindAsync(id, notices, visit, stop) is { } notice ? Results.Json(notice, WebJson.Words)
        : Unknown(id);

    /// <summary>Issues a notice for good, by hand or from an alarm that stands open.</summary>
    private static async Task<IResult> IssueAsync(
        HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<IssueBody>(request, stop) is not { } body)
        {
            return Bad(
                "The body is no notice: send JSON with to, subject, finding, required, deadline, and alarm (kind, "
                    + "subject, gateway) where it is issued from one.");
        }
        var (actor, complaint) = visit.ActorFor(body.By);
        if (complaint is not null)
            return Bad($"by: {complaint}");
        (visit.Subject, visit.Reason) = ($"notice to {body.To}", body.Subject);
        var outcome = await desk.IssueAsync(
            new(body.To, body.Subject, body.Finding, body.Required, body.Deadline),
            body.Alarm is { } alarm
                ? NoticeAlarm.KeyOf(alarm.Kind ?? "", alarm.Subject ?? "", alarm.Gateway)
                : null,
            actor!, stop);
        if (outcome is not NoticeOutcome.Taken { Notice: var notice })
            return Refused(outcome, "");
        visit.Subject = $"notice {notice.Number} to {body.To}";
        return Results.Json(
            NoticeReport.Of(notice, notices.Today), WebJson.Words, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Answers a notice: whoever it is to, or a facility manager on their behalf.</summary>
    private static Task<IResult> AnswerAsync(
        string id, HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit, CancellationToken stop) =>
        ActAsync(id, "answer", request, desk, notices, visit, stop);

    /// <summary>Accepts an answer that somebody else gave: the notice is closed.</summary>
    private static Task<IResult> AcceptAsync(
        string id, HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit, CancellationToken stop) =>
        ActAsync(id, "accept", request, desk, notices, visit, stop);

    /// <summary>Sends an answer back with a reason and a new deadline: another one is due.</summary>
    private static Task<IResult> SendBackAsync(
        string id, HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit, CancellationToken stop) =>
        ActAsync(id, "send-back", request, desk, notices, visit, stop);

    /// <summary>Takes a notice back, with a reason.</summary>
    private static Task<IResult> WithdrawAsync(
        string id, HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit, CancellationToken stop) =>
        ActAsync(id, "withdraw", request, desk, notices, visit, stop);

    private static async Task<IResult> ActAsync(
        string id, string action, HttpRequest request, NoticeDesk desk, StoredNotices notices, Visit visit,
        CancellationToken stop)
    {
        if (await ReadAsync<ActBody>(request, stop) is not { Version: { } version } body)
        {
            return Bad("The body says nothing about it: send JSON with version (as /api/notices/ID tells it), text"
                + (NoticeAct.HasDeadline(action) ? " and deadline." : "."));
        }
        if (await FindAsync(id, notices, visit, stop) is not { } seen)
            return Unknown(id);
        if (!visit.MayAct(seen, action))
            return Visit.NotAllowed($"Notice {id} is not to a unit that you act for.");
        var (actor, complaint) = visit.ActorFor(body.By);
        if (complaint is not null)
            return Bad($"by: {complaint}");
        (visit.Subject, visit.Reason) = ($"notice {id}", body.Text);
        return await desk.ActAsync(
            NoticeNumber.Parse(id)!.Value, version, new(action, body.Text, body.Deadline), actor!, visit.ActsForSite,
            isDraft: false, stop) switch
        {
            NoticeOutcome.Taken taken => Results.Json(NoticeReport.Of(taken.Notice, notices.Today), WebJson.Words),
            var outcome => Refused(outcome, id),
        };
    }

    private static async Task<NoticeReport?> FindAsync(
        string id, StoredNotices notices, Visit visit, CancellationToken stop) =>
        NoticeNumber.Parse(id) is { } number && await notices.FindAsync(number, stop) is { } notice
        && visit.Sees(notice)
            ? notice
            : null;

    private static IResult Refused(NoticeOutcome outcome, string id) => outcome switch
    {
        NoticeOutcome.Refused { Open: { } open } => Results.Problem(
            $"Notice {open.Number} was issued from this alarm and is open: see /api/notices/{open.Number}.",
            statusCode: StatusCodes.Status409Conflict),
        NoticeOutcome.Refused refused when refused.Faults.Any(fault => fault.Field.Length == 0) => Results.Problem(
            string.Join(' ', refused.Faults.Select(fault => fault.Sentence)),
            statusCode: StatusCodes.Status409Conflict),
        NoticeOutcome.Refused refused => Bad(string.Join(' ', refused.Faults.Select(fault => fault.Sentence))),
        NoticeOutcome.Stale => Results.Problem(
            NoticeFault.Stale.Sentence, statusCode: StatusCodes.Status409Conflict),
        NoticeOutcome.Unknown => Unknown(id),
        _ => throw new InvalidOperationException(),
    };

    private static IResult Unknown(string id) =>
        Results.Problem($"No notice of yours has the number '{id}'.", statusCode: StatusCodes.Status404NotFound);

    private sealed record AlarmBody(string? Kind, string? Subject, string? Gateway);

    private sealed record IssueBody(
        string? To, string? Subject, string? Finding, string? Required, string? Deadline, AlarmBody? Alarm,
        string? By);

    private sealed record ActBody(int? Version, string? Text, string? Deadline, string? By);
}
