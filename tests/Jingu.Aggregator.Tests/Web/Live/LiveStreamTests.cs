using System.Net;
using System.Text.Json;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Live;

#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class LiveStreamTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync() => _aggregator = await RunningAggregator.StartAsync(_site);

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task Whoever_comes_again_gets_everything_in_the_readers_language()
    {
        for (var time = 0; time < 2; time++)
        {
            using var stream = await OpenAsync("/live/campus?culture=en");
            Assert.Equal("retry: 3000", await stream.ReadLineAsync());
            var values = await ValuesAsync(stream);
            Assert.Equal("not enforced", values.GetProperty("u.unit-01.e.word").GetString());
            Assert.Equal("2017-03-20 08:00", values.GetProperty("shell.clock").GetString());
            Assert.Equal(JsonValueKind.Null, values.GetProperty("shell.broker.hidden").ValueKind);
        }
        using var chinese = await OpenAsync("/live/campus?culture=zh");
        Assert.Equal("未执行", (await ValuesAsync(chinese)).GetProperty("u.unit-01.e.word").GetString());
    }

    [Fact]
    public async Task What_arrives_is_shown_without_loading_the_page_again_and_nothing_else_is_sent()
    {
        using var stream = await OpenAsync("/live/campus");
        Assert.Equal("–", (await ValuesAsync(stream)).GetProperty("u.unit-01.e.used").GetString());

        // Of today: days that are over are looked at once a minute.
        await _aggregator.Ingestion.HandleAsync(
            [new TestGateway(_site.Keys[0]).Intervals((19 * 96) + 1, (19 * 96) + 32)], default);
        // Site time goes on: while it stands, frames come seldom.
        using var seen = new CancellationTokenSource();
        var clock = Eventually.UntilAsync(() =>
        {
            _aggregator.Time.Advance(TimeSpan.FromSeconds(1));
            return seen.IsCancellationRequested;
        });

        var changed = await ValuesAsync(stream);
        while (!changed.TryGetProperty("u.unit-01.e.used", out _))
            changed = await ValuesAsync(stream);
        await seen.CancelAsync();
        await clock;
        Assert.Equal("32.0", changed.GetProperty("u.unit-01.e.used").GetString());
        Assert.False(changed.TryGetProperty("u.unit-01.e.word", out _));
    }

    [Fact]
    public async Task A_stream_is_an_event_stream_that_nobody_keeps()
    {
        using var answer = await _aggregator.Browser.GetAsync(
            new Uri("/live/shell", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    /// <summary>An open stream holds up no shut-down: the host would wait for it half a minute.</summary>
    [Fact]
    public async Task Streams_end_when_the_aggregator_stops()
    {
        using var stream = await OpenAsync("/live/campus");
        await ValuesAsync(stream);

        await _aggregator.StopAsync();

        Assert.DoesNotContain("event: values", await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private async Task<StreamReader> OpenAsync(string address) => new(
        await _aggregator.Browser.GetStreamAsync(new Uri(address, UriKind.Relative)));

    private static async Task<JsonElement> ValuesAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line == "event: values")
                return JsonSerializer.Deserialize<JsonElement>((await stream.ReadLineAsync())!["data: ".Length..]);
        }
        throw new EndOfStreamException();
    }
}
