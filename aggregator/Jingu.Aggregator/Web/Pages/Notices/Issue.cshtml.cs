using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Notices;

/// <summary>
/// Issues a notice, by hand or from an alarm: a form, then the document once more to be confirmed.
/// </summary>
[Requires(Access.Act)]
internal sealed class IssueModel(
    StoredCampus campus, StoredNotices notices, NoticeDesk desk, CurrentSite site, Shell shell, Visit visit) : PageModel
{
    private ImmutableArray<NoticeFault> _faults = [];

    public NoticeForm Form { get; private set; } = new(null, null, null, null, null);

    /// <summary>The alarm that it is issued from; null: by hand.</summary>
    public NoticeAlarm? Alarm { get; private set; }

    /// <summary>What is to be confirmed; null while the form is filled in.</summary>
    public NoticeBody? Draft { get; private set; }

    /// <summary>The open notice that the alarm has already; null where it has none.</summary>
    public Notice? Open { get; private set; }

    /// <summary>The site's day, for the calendar of the browser.</summary>
    public string Today => LocalDatePattern.Iso.Format(notices.Today);

    /// <summary>To whom it can be, by kind.</summary>
    public IEnumerable<(string Group, IEnumerable<(string Value, string Name)> Choices)> Addressees =>
    [
        ("Units", site.Site.Units.Select(
            unit => ($"unit {unit.Id}", Shell.IsChinese ? unit.Name : unit.NameEn))),
        ("Notice-Buildings", site.Site.Buildings.Select(
            building => ($"building {building.Id}", Shell.IsChinese ? building.Name : building.NameEn))),
    ];

    /// <param name="alarm">Key of an alarm that stands open.</param>
    /// <param name="unit">To whom, where it is issued by hand; its figures are filled in as the finding.</param>
    public async Task<IActionResult> OnGetAsync(string? alarm, string? unit, CancellationToken stop)
    {
        ViewData["Title"] = Texts.Get("Notice-Issue");
        var report = await campus.GetAsync(stop);
        if (!string.IsNullOrEmpty(alarm))
        {
            var open = report.Alarms.FirstOrDefault(
                each => NoticeAlarm.KeyOf(each.Kind, each.Subject, each.Gateway) == alarm);
            if (open is { Notice: { } number })
                return Redirect($"/notices/{number}");
            Alarm = await desk.AlarmAsync(alarm, stop);
            if (Alarm is null)
                _faults = [NoticeFault.NoAlarm];
            else
                Form = Form with { Finding = NoticeWords.AlarmOf(Alarm, shell), Subject = WordOf(Alarm) };
            unit = open?.Unit;
        }
        else if (report.Units.FirstOrDefault(each => each.Id == unit) is { } known)
        {
            Form = Form with { Finding = FiguresOf(known, report.Month) };
        }
        if (site.Site.Units.Any(each => each.Id.Value == unit))
            Form = Form with { To = $"unit {unit}" };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? to, [FromForm] string? subject, [FromForm] string? finding, [FromForm] string? required,
        [FromForm] string? deadline, [FromForm] string? alarm, [FromForm] string? confirmed, CancellationToken stop)
    {
        ViewData["Title"] = Texts.Get("Notice-Issue");
        Form = new(to, subject, finding, required, deadline);
        Alarm = string.IsNullOrEmpty(alarm) ? null : await desk.AlarmAsync(alarm, stop);
        (visit.Subject, visit.Reason) = ($"draft of notice to {to}", subject);
        if (confirmed != "yes")
        {
            (Draft, _, _faults) = await desk.DraftAsync(Form, alarm, stop);
        }
        else
        {
            var outcome = await desk.IssueAsync(Form, alarm, visit.ActorFor(null).Actor!, stop);
            if (outcome is NoticeOutcome.Taken taken)
            {
                visit.Subject = $"notice {taken.Notice.Number} to {to}";
                return Redirect($"/notices/{taken.Notice.Number}");
            }
            var refused = (NoticeOutcome.Refused)outcome;
            (_faults, Open) = (refused.Faults, refused.Open);
        }
        if (!_faults.IsEmpty)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>What is wrong with a field, in the reader's language; empty where nothing is.</summary>
    public string Fault(string field) => NoticeWords.FaultOf(_faults, field);

    /// <summary>As the attribute <c>aria-invalid</c> writes it.</summary>
    public string IsWrong(string field) => Fault(field).Length > 0 ? "true" : "false";

    private static string WordOf(NoticeAlarm alarm) => Texts.Find("Alarm-" + alarm.Kind) ?? alarm.Kind;

    /// <summary>What the unit used of its budgets, as sentences that can be changed before they are issued.</summary>
    private static string FiguresOf(CampusUnit unit, string month) => string.Join(
        '\n',
        from each in new[]
        {
            (Name: "Electricity", Measure: "kWh", Stand: unit.Electricity),
            (Name: "Water", Measure: "m³", Stand: unit.Water),
        }
        where each.Stand is { Used: not null, Budget: not null }
        select Texts.Get(
            "Notice-Figures", Texts.Get(each.Name), month, Figures.Tenths(each.Stand.Used, each.Measure),
            Figures.Tenths(each.Stand.Budget, each.Measure), Figures.Percent(each.Stand.Used, each.Stand.Budget)));
}
