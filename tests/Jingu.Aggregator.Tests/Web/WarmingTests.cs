using Jingu.Aggregator.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

public sealed class WarmingTests : IDisposable
{
    /// <summary>Campus, a unit, its month, the cut-off log and the list of units.</summary>
    private const int Pages = 5;

    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task Pages_and_units_are_made_before_anybody_asks()
    {
        await using var aggregator = await RunningAggregator.StartAsync(_site);

        var made = await aggregator.Services.GetRequiredService<Warming>().MakeAsync(default);

        Assert.Equal(Pages + _site.Current.Site.Units.Length, made);
    }

    /// <summary>The reader that pages are made for is nobody that could come in from outside.</summary>
    [Fact]
    public async Task Nobody_comes_in_by_it()
    {
        await using var aggregator = await RunningAggregator.StartAsync(_site);
        await aggregator.Services.GetRequiredService<Warming>().MakeAsync(default);
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = aggregator.Browser.BaseAddress,
        };

        using var answer = await stranger.GetAsync(new Uri("/api/campus", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
