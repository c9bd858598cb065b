using System.Text.Json;
using Jingu.Time;

namespace Jingu.Aggregator.Web.Live;

/// <summary>
/// Writes frames to one browser as server-sent events (HTML standard, 9.2): <c>values</c> with what has changed as
/// JSON, <c>beat</c> when nothing has for a while, <c>stale</c> when nothing newer can be told. The browser opens a
/// broken stream again by itself and then gets everything.
/// </summary>
internal static class LiveStream
{
    /// <summary>
    /// Something is written at least so often: whoever hears nothing for longer knows that it is cut off.
    /// </summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);

    /// <summary>A browser that does not take what is written within this is left; it may come again.</summary>
    public static readonly TimeSpan WriteMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Site time stood for so many beats, as on a bench that has ended: the stream ends, and the browser looks in now
    /// and then.
    /// </summary>
    public const int StandingBeatsMax = 30;

    private const string Beat = "event: beat\ndata: \n\n";
    private const string Stale = "event: stale\ndata: \n\n";
    private const string Retry = "retry: 3000\n\n";
    private const string RetryWhileStanding = "retry: 60000\n\n";

    public static async Task WriteAsync(
        HttpContext context, LiveFeed.Watcher watcher, MachineTime machine, CancellationToken stop)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        await SendAsync(context, Retry, machine, stop);
        LiveValues? shown = null;
        DateTimeOffset? at = null;
        var standing = 0;
        while (standing < StandingBeatsMax)
        {
            var frame = await watcher.NextAsync(BeatEvery, machine, stop);
            standing = frame is null || frame.At == at ? standing + 1 : 0;
            at = frame?.At ?? at;
            var changed = frame?.Values.Since(shown);
            shown = frame?.Values ?? shown;
            await SendAsync(
                context,
                changed is { Count: > 0 }
                    ? $"event: values\ndata: {JsonSerializer.Serialize(changed, WebJson.Live)}\n\n"
                    : watcher.IsStale ? Stale : Beat,
                machine, stop);
        }
        await SendAsync(context, RetryWhileStanding, machine, stop);
    }

    private static async Task SendAsync(HttpContext context, string text, MachineTime machine, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(WriteMax, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await context.Response.WriteAsync(text, either.Token);
            await context.Response.Body.FlushAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            context.Abort();
            throw;
        }
    }
}
