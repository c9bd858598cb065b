using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Jingu.Time;

namespace Jingu.Testing.Stores;

/// <summary>
/// A real influxd of this machine on free ports with a folder of its own. Can be killed and started again on the same
/// ports and files. Dispose ends it and deletes the folder.
/// </summary>
public sealed class InfluxServer : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jingu-influx-");
    private readonly HttpClient _http = new();
    private readonly int _innerPort = FreePort();
    private Process? _process;

    private InfluxServer() => Url = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Where it answers, also after a restart.</summary>
    public Uri Url { get; }

    /// <summary>The folder its files lie in.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Starts a server and returns once it answers.</summary>
    public static async Task<InfluxServer> StartAsync()
    {
        var server = new InfluxServer();
        await File.WriteAllTextAsync(server.ConfigurationFile, server.Configuration());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it after <see cref="KillAsync"/>, with everything it had kept.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("influxd", ["-config", ConfigurationFile])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["GOMAXPROCS"] = "2";
        _process = Process.Start(start) ?? throw new InvalidOperationException("influxd did not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.UntilAsync(AnswersAsync, StartMax);
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Runs a statement in InfluxQL and returns the JSON that answers it.</summary>
    public async Task<string> QueryAsync(string database, string statement)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("q", statement)]);
        using var response = await _http.PostAsync(new Uri(Url, $"query?epoch=ms&db={database}"), form);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Writes lines as some other program would; times in milliseconds.</summary>
    public async Task<HttpStatusCode> WriteAsync(string database, string lines)
    {
        using var content = new StringContent(lines);
        using var response = await _http.PostAsync(new Uri(Url, $"write?precision=ms&db={database}"), content);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private string ConfigurationFile => Path.Combine(Folder, "influxdb.conf");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process is { HasExited: true } ended)
            throw new InvalidOperationException($"influxd ended with {ended.ExitCode}; its files are in {Folder}.");
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), MachineTime.OfThisMachine);
            using var response = await _http.GetAsync(new Uri(Url, "ping"), limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private string Configuration() =>
        $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{_innerPort}"
        [meta]
          dir = "{Folder}/meta"
        [data]
          dir = "{Folder}/data"
          wal-dir = "{Folder}/wal"
          query-log-enabled = false
        [http]
          bind-address = "127.0.0.1:{Url.Port}"
          log-enabled = false
        [monitor]
          store-enabled = false
        [subscriber]
          enabled = false
        """;
}
