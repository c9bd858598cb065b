using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

/// <summary>
/// Stands before a real influxd 1.6.7 and answers <c>/api/v2/write</c> as 1.8 does, so that InfluxDB.Client can be
/// tried here. Or it answers every request as a test tells it. Remembers what was written.
/// </summary>
internal sealed class InfluxDoor : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new();
    private readonly Uri? _server;
    private readonly Task _serving;

    private InfluxDoor(Uri? server)
    {
        _server = server;
        Url = new($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Status and body of every answer; null passes requests on.</summary>
    public (int Status, string Body)? Answer { get; set; }

    /// <summary>Path, query and body of each write.</summary>
    public ConcurrentQueue<(string Address, string Body)> Writes { get; } = new();

    /// <param name="server">The server behind; null when every answer is given by <see cref="Answer"/>.</param>
    public static InfluxDoor Open(Uri? server) => new(server);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await ServeAsync(context);
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
        {
            // The door was closed.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var address = context.Request.Url!.PathAndQuery;
        if (context.Request.Url.AbsolutePath.EndsWith("/write", StringComparison.Ordinal))
            Writes.Enqueue((address, body));
        var (status, text) = Answer ?? await PassOnAsync(context.Request, address, body);
        context.Response.StatusCode = status;
        context.Response.AddHeader("X-Influxdb-Version", "1.8.10");
        context.Response.ContentType = "application/json";
        if (status != 204)
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }

    private async Task<(int Status, string Body)> PassOnAsync(HttpListenerRequest request, string address, string body)
    {
        var path = request.Url!.AbsolutePath == "/api/v2/write"
            ? $"/write?db={request.QueryString["bucket"]}&precision={request.QueryString["precision"]}"
            : address;
        using var passed = new HttpRequestMessage(new(request.HttpMethod), new Uri(_server!, path));
        if (request.HttpMethod == "POST")
            passed.Content = new StringContent(body);
        using var answer = await _http.SendAsync(passed);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
