using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// The whole aggregator, as <c>run</c> puts it together, on a free port; site time stands still at 20 March 2017.
/// </summary>
internal sealed class RunningAggregator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningAggregator(TestSite site, WebApplication app, FakeTime time)
    {
        (Site, Time) = (site, time);
        _app = app;
        Browser = Sign(new() { BaseAddress = new Uri(app.Urls.First()) });
    }

    public TestSite Site { get; }

    /// <summary>Sends a token of all scopes with every request.</summary>
    public HttpClient Browser { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Site time.</summary>
    public FakeTime Time { get; }

    public Ingestion Ingestion => _app.Services.GetRequiredService<Ingestion>();

    public IReadingStore Readings => _app.Services.GetRequiredService<IReadingStore>();

    public Broker Broker => _app.Services.GetRequiredService<Broker>();

    /// <param name="settings">In place of the site's own.</param>
    /// <param name="more">Adds addresses that the product has not.</param>
    /// <param name="machine">In place of this machine's clock.</param>
    public static async Task<RunningAggregator> StartAsync(
        TestSite site, AggregatorSettings? settings = null, Action<WebApplication>? more = null,
        MachineTime? machine = null)
    {
        var now = new FakeTime(new DateTimeOffset(2017, 3, 20, 0, 0, 0, TimeSpan.Zero));
        var app = AggregatorHost.Build(
            settings ?? site.Settings, site.Current, new RunningSiteTime(now), machine ?? MachineTime.OfThisMachine);
        more?.Invoke(app);
        await AggregatorHost.OpenAsync(app, default);
        await app.Services.GetRequiredService<IReadingStore>().OpenAsync(default);
        // One that is there already, from an earlier start on the same stores, stays.
        await app.Services.GetRequiredService<TokenStore>().TryAddAsync(
            new("tests", Token.PrefixOf(site.Secret), [.. Enum.GetValues<Scope>()], DateTimeOffset.MaxValue, false),
            site.Secret, now.GetUtcNow(), default);
        await app.StartAsync();
        return new(site, app, now);
    }

    /// <summary>Another browser sends the token too.</summary>
    public HttpClient Sign(HttpClient browser)
    {
        browser.DefaultRequestHeaders.Authorization = new("Bearer", Site.Secret);
        return browser;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
