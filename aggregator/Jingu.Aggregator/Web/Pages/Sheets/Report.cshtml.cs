using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Printing;
using Jingu.Aggregator.Web.Tables;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>
/// Logs, campus and statistics: the tables of <c>/api/reports/NAME</c> as they are, and for whom they are; of
/// <see cref="Owned"/> a unit contact gets the rows of their own units.
/// </summary>
[Requires(Access.ReadOwn)]
internal sealed class ReportModel(
    StoredSheets sheets, RollupStore store, CurrentSite site, Visit visit, PdfPrinting printing, Shell shell)
    : PageModel
{
    /// <summary>The logs that are of units.</summary>
    public static readonly ImmutableArray<string> Owned = ["cut-offs", "meters", "restatements"];

    private const string Sentence = "sentence";

    /// <summary>
    /// Columns of which the API's words are written in the reader's language, and what the names of these begin with.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Worded = new Dictionary<string, string>
    {
        ["resource"] = "Value-",
        ["of"] = "Value-",
        ["item"] = "Value-",
        ["cause"] = "Value-",
        ["kind"] = "Value-",
        ["drill"] = "Value-",
        ["decidedAgain"] = "Value-",
        ["operation"] = "Operation-",
        ["state"] = "SwitchState-",
        ["grade"] = "Proof-",
        ["stage"] = "Stage-",
    }.ToFrozenDictionary();

    /// <summary>Columns of which the sentence says the same, and the gateway's own words that it stands for.</summary>
    private static readonly FrozenSet<string> Unshown = FrozenSet.Create("rule", "asks", "finding", "text");

    /// <summary>As in the address.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The month or year that it is of.</summary>
    public string Of { get; private set; } = "";

    public ImmutableArray<Table> Tables { get; private set; } = [];

    /// <summary>True: the page alone, as it is printed.</summary>
    public bool IsPrint { get; private set; }

    /// <summary>Why there is no PDF; null where there is.</summary>
    public string? Objection => printing.Objection;

    /// <summary>Where the same is given out as a file.</summary>
    public string Address => $"/api/reports/{Name}?{(Name == "statistics" ? "year" : "month")}={Of}";

    /// <summary>A month or year that is none is taken for the current one.</summary>
    public async Task<IActionResult> OnGetAsync(
        string name, string? month, int? year, string? print, CancellationToken stop)
    {
        if (!visit.SeesSite && !Owned.Contains(name))
        {
            return name == "statistics" || IndexModel.OfMonths.Contains(name)
                ? StatusCode(StatusCodes.Status403Forbidden)
                : NotFound();
        }
        var wanted = (month is null ? null : MonthReport.Parse(month)) ?? sheets.CurrentMonth;
        var asked = year is >= 2000 and < 2200 ? year.Value : sheets.CurrentMonth.Year;
        (Name, IsPrint, Of) = (name, print == "1", MonthReport.Text(wanted));
        switch (name)
        {
            case "campus":
                Tables = SheetTables.Of(await sheets.CampusAsync(wanted, stop));
                break;
            case "cut-offs":
                Tables = SheetTables.Of((await sheets.CutOffsAsync(wanted, stop)).For(visit));
                break;
            case "meters":
                Tables = SheetTables.Of((await sheets.MetersAsync(wanted, stop)).For(visit, site.Site));
                break;
            case "restatements":
                Tables = [RollupTables.Of((await store.RestatementsAsync(Of, stop)).For(visit, site.Site))];
                break;
            case "statistics":
                Of = asked.ToString("D4", CultureInfo.InvariantCulture);
                Tables = SheetTables.Of(await sheets.StatisticsAsync(new(asked, 1), new(asked, 12), stop));
                break;
            default:
                return NotFound();
        }
        ViewData["Title"] = Texts.Get("Report-" + name, Of);
        return Page();
    }

    /// <summary>False for a name in the other language, and for what a sentence says.</summary>
    public static bool IsShown(string column) =>
        column != (Shell.IsChinese ? "nameEn" : "name") && !Unshown.Contains(column);

    /// <summary>A cell; where there is no sentence, the gateway's own words, which are English.</summary>
    public IHtmlContent Shown(Table table, ImmutableArray<Cell> row, string column, Cell cell) =>
        column == Sentence && cell is Cell.Empty && row[table.Columns.IndexOf("text")] is Cell.Text own
            ? Told.Of(null, own.Value)
            : new HtmlContentBuilder().Append(Text(column, cell));

    /// <summary>In the reader's culture; empty where not known.</summary>
    private string Text(string column, Cell cell) => cell switch
    {
        Cell.Text text when Worded.TryGetValue(column, out var prefix) => Texts.Find(prefix + text.Value) ?? text.Value,
        Cell.Text text when column == "subject" => SubjectOf(text.Value),
        Cell.Text text => text.Value,
        Cell.Whole whole => whole.Value.ToString("N0", CultureInfo.CurrentCulture),
        Cell.Fraction fraction => fraction.Value.ToString("#,0.###", CultureInfo.CurrentCulture),
        Cell.Moment moment => shell.Local(moment.Value),
        _ => "",
    };

    /// <summary>Gateways write the unit, a space and the resource.</summary>
    private static string SubjectOf(string subject) => subject.Split(' ') is [var unit, var resource]
        ? $"{unit} {Texts.Find("Value-" + resource) ?? resource}"
        : subject;
}
