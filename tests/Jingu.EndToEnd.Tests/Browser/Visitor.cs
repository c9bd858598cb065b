using System.Collections.Concurrent;
using System.Text.Json;
using Jingu.EndToEnd.Tests.Programs;
using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>Somebody at a page, and what went wrong there: complaints of the browser, calls elsewhere.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Uri _dashboard;

    public Visitor(Uri dashboard, IPage page)
    {
        (_dashboard, Page) = (dashboard, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue($"{page.Url}: {message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (!IsOurs(new(request.Url)))
                _complaints.Enqueue($"{page.Url}: asked {request.Url}, which is another host");
        };
        page.RequestFailed += (_, request) =>
        {
            // A page that is left gives up what it still waits for.
            if (request.Failure is not "net::ERR_ABORTED")
                _complaints.Enqueue($"{page.Url}: {request.Url} failed: {request.Failure}");
        };
    }

    public IPage Page { get; }

    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("input[autocomplete=username]").FillAsync(name);
        await Page.Locator("input[type=password]").FillAsync(password);
        await Page.Locator("main button[type=submit]").ClickAsync();
        await Page.WaitForURLAsync(
            address => !new Uri(address).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Does something at pages; where it fails, what stood on the page is told with it.</summary>
    public async Task DoAsync(Func<Task> deeds)
    {
        try
        {
            await deeds();
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            throw new InvalidOperationException(
                $"{e.Message}\n{Page.Url} showed:\n{await Page.Locator("body").InnerTextAsync()}", e);
        }
    }

    /// <summary>No error in the console, no failed request, nothing fetched from another host.</summary>
    public void AssertNoComplaint() => Assert.Empty(_complaints);

    /// <summary>Nothing but the browser's own word of a refusal that was asked for.</summary>
    /// <param name="status">Of the answer, such as 400.</param>
    public void AssertOnlyRefused(int status) => Assert.Contains(
        $"responded with a status of {status}", Assert.Single(_complaints), StringComparison.Ordinal);

    /// <summary>What axe-core finds on the page as it stands; only what is serious or worse counts.</summary>
    public async Task AssertAccessibleAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(Binaries.Axe));
        var result = await Page.EvaluateAsync<JsonElement>("() => axe.run({ resultTypes: ['violations'] })");
        var serious = result.GetProperty("violations").EnumerateArray()
            .Where(found => found.GetProperty("impact").GetString() is "serious" or "critical")
            .SelectMany(found => found.GetProperty("nodes").EnumerateArray().Select(
                node => $"{Page.Url}: {found.GetProperty("id")}: {node.GetProperty("html")}: "
                    + node.GetProperty("failureSummary")));
        Assert.Empty(serious);
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private bool IsOurs(Uri address) =>
        address.Scheme is "data" or "blob" || (address.Host == _dashboard.Host && address.Port == _dashboard.Port);
}
