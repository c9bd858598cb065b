using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>The OS's Chromium, once for all tests that visit pages.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            // As root, which build machines often are, Chromium's own sandbox does not start.
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
    }

    /// <summary>A browser without any memory, of somebody who prefers a language.</summary>
    /// <param name="language">Such as zh-CN or en.</param>
    internal async Task<Visitor> VisitAsync(Uri dashboard, string language, VisitOptions? options = null)
    {
        options ??= new();
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = dashboard.ToString(),
            Locale = language,
            ViewportSize = new() { Width = options.Width, Height = options.Height },
            ColorScheme = options.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
        });
        return new(dashboard, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>What the visitor sits before.</summary>
internal sealed record VisitOptions(int Width = 1366, int Height = 900, bool IsDark = false);
