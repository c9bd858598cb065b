using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Compare;

/// <summary>Units or buildings of a month or year beside each other: what <c>/api/compare</c> answers.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(StoredComparisons comparisons) : PageModel
{
    private const string RankOrder = "rank";

    /// <summary>By what lines can be sorted; with a minus before it the other way round.</summary>
    private static readonly Dictionary<string, Func<ComparisonRow, double?>> Orders = new()
    {
        [RankOrder] = row => row.Rank,
        ["corrected"] = row => row.CorrectedRank,
        ["year"] = row => row.YearOnYear.Thousandths,
        ["month"] = row => row.MonthOnMonth?.Thousandths,
        ["target"] = row => row.OfTarget,
    };

    /// <summary>True when the address asked for something that is not there; the usual is shown.</summary>
    public bool IsWrong { get; private set; }

    public RollupOf Of { get; private set; }

    public IndicatorKind Kind { get; private set; } = IndicatorKind.All[0];

    public ComparedSpan Span { get; private set; } = null!;

    public ComparisonReport Report { get; private set; } = null!;

    /// <summary>Such as rank or -year.</summary>
    public string Sort { get; private set; } = RankOrder;

    /// <summary>In the order that was asked for; what has no figure there comes last.</summary>
    public ImmutableArray<ComparisonRow> Ranked { get; private set; } = [];

    public ImmutableArray<ComparisonRow> Unranked { get; private set; } = [];

    /// <summary>The longest bar.</summary>
    public double Most { get; private set; }

    /// <summary>In its file.</summary>
    public string Csv => $"/api/compare{Question(Span)}&format=csv";

    /// <summary>The month to begin with where a year is shown.</summary>
    public string Month => Span.Month is null ? MonthReport.Text(new(Span.Year, 1)) : Span.Text;

    /// <param name="span">year: the year of the month; as the form asks.</param>
    public async Task OnGetAsync(
        string? of, string? by, string? month, int? year, string? span, string? sort, CancellationToken stop)
    {
        var kind = IndicatorKind.Find(by ?? IndicatorKind.KwhPerM2);
        var asked = ComparedSpan.Parse(month, year, comparisons.CurrentMonth);
        var subject = RollupWords.Find<RollupOf>(of ?? "unit");
        IsWrong = kind is null || asked is null || subject is not (RollupOf.Unit or RollupOf.Building);
        Of = subject == RollupOf.Building ? RollupOf.Building : RollupOf.Unit;
        Kind = kind ?? IndicatorKind.All[0];
        Span = asked ?? ComparedSpan.Of(comparisons.CurrentMonth);
        if (span == "year")
            Span = Span with { Month = null };
        Sort = sort is not null && Orders.ContainsKey(sort.TrimStart('-')) ? sort : RankOrder;
        Report = await comparisons.MakeAsync(Of, Kind, Span, stop);
        var order = Orders[Sort.TrimStart('-')];
        var sign = Sort.StartsWith('-') ? -1 : 1;
        Ranked = [.. Report.Rows.Where(IsRanked).OrderBy(row => order(row) * sign ?? double.MaxValue)];
        Unranked = [.. Report.Rows.Where(row => !IsRanked(row))];
        Most = Ranked.SelectMany(row => new[] { row.Value ?? 0, row.Corrected ?? 0, row.ToDate ?? 0 })
            .DefaultIfEmpty().Max();
        ViewData["Title"] = $"{Texts.Get("Compare")} {Span.Text}";
    }

    private static bool IsRanked(ComparisonRow row) => row.Rank is not null;

    public string Question(ComparedSpan span) =>
        $"?of={RollupWords.Of(Of)}&by={Kind.Name}&{(span.Month is null ? "year" : "month")}={span.Text}";

    /// <summary>Sorted by something; once more the other way round.</summary>
    public string Sorted(string by) => $"/compare{Question(Span)}&sort={(Sort == by ? "-" : "")}{by}";

    /// <summary>As <c>aria-sort</c> says it; null where lines are not sorted by it.</summary>
    public string? Direction(string by) => Sort == by ? "ascending" : Sort == "-" + by ? "descending" : null;

    public static string NameOf(ComparisonRow row) => Shell.IsChinese ? row.Name : row.NameEn;

    /// <summary>The indicator's unit, such as kWh/m².</summary>
    public string Measure => Texts.Get($"Measure-{Kind.Word}");

    public string Width(double? value) => Most <= 0
        ? "0"
        : (100 * Math.Clamp((value ?? 0) / Most, 0, 1)).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>To the thousandth by which it is ranked.</summary>
    public static string Number(double? value) =>
        value?.ToString("N3", CultureInfo.CurrentCulture) ?? Figures.Unknown;

    /// <summary>Thousandths as percent with their sign.</summary>
    public static string Signed(long? thousandths) =>
        (thousandths / 10m)?.ToString("+0.0;-0.0;0.0", CultureInfo.CurrentCulture) + (thousandths is null ? "" : " %");

    public static string Signed(double? value) =>
        value?.ToString("+0.000;-0.000;0.000", CultureInfo.CurrentCulture) ?? "";

    /// <summary>Why something is not known, in the reader's words.</summary>
    public static string Why(Unknown? unknown) => unknown is null
        ? ""
        : Texts.Get($"Unknown-{unknown.Kind}", Texts.Find($"Avoided-{unknown.Of}") ?? unknown.Of);
}
