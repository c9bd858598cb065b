using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>What was written into a form or a body; nothing of it is checked.</summary>
/// <param name="To">Such as <c>unit unit-01</c> or <c>building building-1</c>.</param>
/// <param name="Deadline">A local day.</param>
internal sealed record NoticeForm(string? To, string? Subject, string? Finding, string? Required, string? Deadline);

/// <summary>What is checked alike whoever sends it. Pure.</summary>
internal static class NoticeDraft
{
    public const int SubjectMax = 100;
    public const int TextMax = 2000;

    /// <summary>What can be issued, or all that is wrong with it.</summary>
    /// <param name="today">The site's day.</param>
    public static (NoticeBody? Body, LocalDate Deadline, ImmutableArray<NoticeFault> Faults) Of(
        NoticeForm form, NoticeAlarm? alarm, Site site, LocalDate today)
    {
        var faults = ImmutableArray.CreateBuilder<NoticeFault>();
        var to = ToOf(form.To, site);
        if (to is null)
            faults.Add(NoticeFault.NoAddressee);
        string Checked(string? text, int max, NoticeFault fault)
        {
            if (TextOf(text, max) is { } good)
                return good;
            faults.Add(fault);
            return "";
        }
        var subject = Checked(form.Subject, SubjectMax, NoticeFault.NoSubject);
        var finding = Checked(form.Finding, TextMax, NoticeFault.NoFinding);
        var required = Checked(form.Required, TextMax, NoticeFault.NoRequired);
        var deadline = DayOf(form.Deadline);
        if ((deadline is { } day ? NoticeRules.Objection(day, today) : NoticeFault.NoDeadline) is { } fault)
            faults.Add(fault);
        return faults.Count > 0
            ? (null, default, faults.ToImmutable())
            : (new(to!, subject, finding, required, alarm), deadline!.Value, []);
    }

    /// <summary>A local day; null where a text is none.</summary>
    public static LocalDate? DayOf(string? text) =>
        LocalDatePattern.Iso.Parse(text ?? "") is { Success: true } parsed ? parsed.Value : null;

    /// <summary>Without what surrounds it and without signs that nobody can see; null where nothing is left, or too
    /// much.</summary>
    public static string? TextOf(string? text, int max = TextMax)
    {
        var plain = string.Concat((text ?? "").ReplaceLineEndings("\n").Where(
            letter => letter == '\n' || !char.IsControl(letter))).Trim();
        return plain.Length is > 0 && plain.Length <= max ? plain : null;
    }

    private static NoticeTo? ToOf(string? to, Site site) => to?.Split(' ') switch
    {
        ["unit", var id] when site.Units.FirstOrDefault(unit => unit.Id.Value == id) is { } unit =>
            new(id, null, unit.Name, unit.NameEn),
        ["building", var id] when site.Buildings.FirstOrDefault(building => building.Id.Value == id) is { } building =>
            new(null, id, building.Name, building.NameEn),
        _ => null,
    };
}
