using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit.Sdk;

namespace Jingu.Testing.Brokers;

/// <summary>
/// A real mosquitto on a free port of this machine, with a configuration and a folder of its own. Stopping and starting
/// keeps the port. Dispose kills it and removes the folder.
/// </summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-broker-").FullName;
    private Process? _program;

    private MosquittoBroker(int port) => Port = port;

    public const string Host = "127.0.0.1";

    public int Port { get; }

    /// <summary>What the broker has said, oldest first, over all its starts.</summary>
    public IReadOnlyCollection<string> Said => _log;

    /// <param name="settings">Lines of mosquitto.conf after ours: TLS, access lists, persistence.</param>
    /// <param name="queuedMessagesMax">Beyond, the broker drops what it has confirmed; its own default is 1000.</param>
    /// <param name="port">0: a free one.</param>
    public static async Task<MosquittoBroker> StartAsync(
        IEnumerable<string>? settings = null, int queuedMessagesMax = 100_000, int port = 0)
    {
        var broker = new MosquittoBroker(port == 0 ? FreePort() : port);
        string[] lines =
        [
            $"listener {broker.Port.ToString(CultureInfo.InvariantCulture)} {Host}",
            "user root",
            "allow_anonymous true",
            "persistence false",
            "set_tcp_nodelay true",
            "log_dest stderr",
            "log_type all",
            "max_inflight_messages 100",
            $"max_queued_messages {queuedMessagesMax.ToString(CultureInfo.InvariantCulture)}",
            .. settings ?? [],
        ];
        await File.WriteAllLinesAsync(broker.ConfigurationFile, lines);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>A port nobody listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>After <see cref="KillAsync"/>: the same port; without persistence nothing of before is left.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Programs.Find("mosquitto"), ["-c", ConfigurationFile])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        var program = Process.Start(start)!;
        program.ErrorDataReceived += (_, line) => Note(line.Data);
        program.OutputDataReceived += (_, line) => Note(line.Data);
        program.BeginErrorReadLine();
        program.BeginOutputReadLine();
        _program = program;
        await Eventually.UntilAsync(() => AnswersAsync(program));
    }

    /// <summary>SIGKILL: no farewell to clients, nothing saved.</summary>
    public async Task KillAsync()
    {
        if (_program is not { } program)
            return;
        _program = null;
        program.Kill();
        await program.WaitForExitAsync();
        program.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConfigurationFile => Path.Combine(_folder, "mosquitto.conf");

    private void Note(string? line)
    {
        if (line is not null)
            _log.Enqueue(line);
    }

    private async Task<bool> AnswersAsync(Process program)
    {
        if (program.HasExited)
            throw new XunitException($"mosquitto ended at its start: {string.Join('\n', _log)}");
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(Host, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
