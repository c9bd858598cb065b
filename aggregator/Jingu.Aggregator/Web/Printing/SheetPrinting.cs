using System.Text;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Printing;

/// <summary>
/// Answers <c>/api/reports/NAME?format=pdf</c> with the page <c>/sheets/NAME</c> as a PDF, and <c>/api/notices/ID</c>
/// with <c>/notices/ID</c>. The page is made for whoever asks, so that who may not see it gets no PDF of it, in the
/// language of the request.
/// </summary>
internal sealed partial class SheetPrinting(OwnAnswers answers, PdfPrinting printing)
{
    /// <summary>Goes on for every other format.</summary>
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.Query["format"] != "pdf")
            return await next(context);
        if (printing.Objection is { } objection)
            return Results.Problem(objection, statusCode: StatusCodes.Status501NotImplemented);
        var stop = context.HttpContext.RequestAborted;
        var page = request.Path.Value!.Replace("/api/reports/", "/sheets/", StringComparison.Ordinal)
            .Replace("/api/", "/", StringComparison.Ordinal);
        var visit = context.HttpContext.RequestServices.GetRequiredService<Visit>();
        var answer = await answers.GetAsync($"{page}{Query(request)}", visit.Caller, stop);
        if (answer.Status != StatusCodes.Status200OK)
        {
            return Results.Problem(
                $"The page to print answers {answer.Status}: open {page} and see why.", statusCode: answer.Status);
        }
        return await printing.PrintAsync(WithStyle(Encoding.UTF8.GetString(answer.Body)), stop) switch
        {
            Printed.Pdf pdf => Results.File(
                pdf.Bytes, "application/pdf", $"{string.Join('-', Words(request, page))}.pdf"),
            Printed.Failed failed => Results.Problem(
                failed.Why, statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => throw new InvalidOperationException(),
        };
    }

    private static QueryString Query(HttpRequest request) => QueryString
        .Create(request.Query.Where(part => part.Key != "format"))
        .Add(Preferences.PrintKey, "1");

    /// <summary>What names the file: the page, unit, month and year, where they are plain words.</summary>
    private static IEnumerable<string> Words(HttpRequest request, string page) =>
        from value in page.Split('/')[^1..]
            .Prepend(page.StartsWith("/sheets/", StringComparison.Ordinal) ? "" : "notice")
            .Concat(((string[])["unit", "month", "year"]).Select(key => request.Query[key].ToString()))
        where PlainWord().IsMatch(value)
        select value;

    /// <summary>Its style inside it, so that the browser needs nobody; nothing else may run or be loaded.</summary>
    private static string WithStyle(string html) => StyleLink().Replace(
        html,
        _ => "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            + $"<style>{File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wwwroot", "sheet.css"))}</style>",
        1);

    [GeneratedRegex("""<link rel="stylesheet"[^>]*>""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleLink();

    [GeneratedRegex("^[a-z0-9-]{1,48}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainWord();
}
