using System.Text.RegularExpressions;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Jingu.Aggregator.Web.Printing;

/// <summary>
/// Answers <c>/api/reports/NAME?format=pdf</c> with the page <c>/sheets/NAME</c> as a PDF, and <c>/api/notices/ID</c>
/// with <c>/notices/ID</c>. The page is asked for with the reader's own cookies, so that whoever may not see it gets no
/// PDF of it, in the reader's language.
/// </summary>
internal sealed partial class SheetPrinting(IServer server, PdfPrinting printing) : IDisposable
{
    private static readonly string[] Carried = ["Cookie", "Authorization", "Accept-Language"];

    private readonly HttpClient _here = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = PdfPrinting.TakesMax,
    };

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
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(Own(), $"{page}{Query(request)}"));
        foreach (var header in Carried.Where(request.Headers.ContainsKey))
            ask.Headers.TryAddWithoutValidation(header, [.. request.Headers[header]]);
        using var answer = await _here.SendAsync(ask, stop);
        if (!answer.IsSuccessStatusCode)
        {
            return Results.Problem(
                $"The page to print answers {(int)answer.StatusCode}: open {page} and see why.",
                statusCode: (int)answer.StatusCode);
        }
        return await printing.PrintAsync(WithStyle(await answer.Content.ReadAsStringAsync(stop)), stop) switch
        {
            Printed.Pdf pdf => Results.File(
                pdf.Bytes, "application/pdf", $"{string.Join('-', Words(request, page))}.pdf"),
            Printed.Failed failed => Results.Problem(
                failed.Why, statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => throw new InvalidOperationException(),
        };
    }

    public void Dispose() => _here.Dispose();

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

    private Uri Own()
    {
        var address = new Uri(
            server.Features.Get<IServerAddressesFeature>()!.Addresses.First()
                .Replace("://*", "://localhost", StringComparison.Ordinal)
                .Replace("://+", "://localhost", StringComparison.Ordinal));
        return address.Host is "0.0.0.0" or "[::]"
            ? new UriBuilder(address) { Host = "localhost" }.Uri
            : address;
    }

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
