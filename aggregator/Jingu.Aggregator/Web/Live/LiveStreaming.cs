using Jingu.Time;

namespace Jingu.Aggregator.Web.Live;

/// <summary>Serves streams over HTTP. Safe from any thread.</summary>
internal sealed class LiveStreaming(LiveFeed feed, MachineTime machine, IHostApplicationLifetime lifetime)
{
    /// <summary>Writes until the browser leaves or the aggregator stops; 503 when there are too many.</summary>
    /// <param name="topic">The same topic shares one computation.</param>
    public async Task ServeAsync(HttpContext context, string topic, Func<CancellationToken, Task<LiveFrame>> make)
    {
        using var watcher = feed.Watch(topic, make);
        if (watcher is null)
        {
            await Results.Problem(
                $"{LiveFeed.WatchersMax} pages are watched already: close some, or load this one again later.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await LiveStream.WriteAsync(context, watcher, machine, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser left or was too slow, or the aggregator stops: nobody waits for more.
        }
    }
}
