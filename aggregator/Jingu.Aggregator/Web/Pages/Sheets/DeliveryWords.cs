using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>Says in the reader's language what a delivery owes and what became of it.</summary>
internal sealed class DeliveryWords(Shell shell)
{
    /// <summary>The report, its month, and of a month sheet whose it is.</summary>
    public string NameOf(FileReport file) => file.Report switch
    {
        ReportKind.Month => $"{Texts.Get("Sheet-Month", file.Month)} {shell.UnitName(file.Unit!)}",
        ReportKind.Statistics => Texts.Get("Delivery-Year", file.Month),
        _ => Texts.Get("Report-" + ReportWords.Of(file.Report), file.Month),
    };

    /// <summary>The format, which table of CSV, which revision.</summary>
    public static string KindOf(FileReport file) => string.Join(
        " · ",
        new[]
        {
            ReportWords.Of(file.Format).ToUpperInvariant(),
            file.Part is { } part ? Texts.Get("Part-" + part) : null,
            file.Revision > 1 ? Texts.Get("Delivery-Revision", file.Revision) : null,
        }.OfType<string>());

    public static string StateOf(FileReport file) => Texts.Get(
        "DeliveryState-" + (IsAsked(file) ? "asked" : ReportWords.Of(file.State)));

    /// <summary>The colour that states of notices have.</summary>
    public static string Mark(FileReport file) => file.State switch
    {
        FileState.GivenUp => "overdue",
        FileState.Failing => "sent-back",
        FileState.Delivered => "closed",
        _ => "answered",
    };

    /// <summary>What the figures lacked when they were sent.</summary>
    public static IEnumerable<string> LacksOf(FileReport file)
    {
        if (file.Complete != false)
            yield break;
        yield return Texts.Get("Delivery-Incomplete");
        if (file.Missing is { } points)
            yield return Texts.Get("Delivery-MissingPoints", points);
        if (file.Pending is > 0)
            yield return Texts.Get("Delivery-PendingDays", file.Pending);
    }

    public static string AnswerOf(AttemptReport attempt) => attempt.Outcome is { } outcome
        ? Texts.Get("Attempt-" + ReportWords.Of(outcome), attempt.Detail ?? "")
        : Texts.Get("DeliveryState-sending");

    public static bool MayBeSentAgain(FileReport file) =>
        file is { Destination: not null, State: FileState.Failing or FileState.GivenUp or FileState.Delivered };

    /// <summary>It was tried before, so a person asked for it.</summary>
    private static bool IsAsked(FileReport file) => file is { State: FileState.Waiting, Attempts: > 0 };
}
