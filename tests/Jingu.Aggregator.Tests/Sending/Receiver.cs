using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jingu.Aggregator.Tests.Sending;

/// <summary>A real webhook on a free port that answers as it is told, 200 when it is told nothing.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>What it will answer, one after another.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = new();

    /// <summary>Everything it was sent, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public Uri Url => new(new Uri(_app.Urls.First()), "/hook?secret=yes");

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Will answer with a status.</summary>
    public void Answer(int status, string text = "", params (string Name, string Value)[] headers) =>
        Answers.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(text);
        });

    /// <summary>Will say nothing until whoever asks has gone.</summary>
    public void Hang() => Answers.Enqueue(async context =>
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue(new(
            context.Request.Method, context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            body.ToArray()));
        if (Answers.TryDequeue(out var answer))
            await answer(context);
    }
}

internal sealed record Received(string Method, string Path, Dictionary<string, string> Headers, byte[] Body);
