using System.Diagnostics;
using System.Globalization;
using Jingu.Simulators.Bench;
using Jingu.Simulators.Bench.Children;
using Jingu.Simulators.Bench.Files;
using Jingu.Time;

namespace Jingu.Benchmarks.Macro;

/// <summary>
/// What a measurement runs in: a folder under artifacts (on a disk, so that what is written counts), ports, and
/// programs that die with this one. Dispose ends them all.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);

    /// <summary>Different from run to run, so that a port that lingers is not chosen again.</summary>
    private static readonly FreePorts Ports = new(new Random(Environment.ProcessId));

    private readonly Children _children = new(Machine);

    public Lab()
    {
        var parent = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "benchmarks")).FullName;
        var number = 0;
        string Candidate() => Path.Combine(
            parent, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}"));
        while (Directory.Exists(Candidate()))
            number++;
        Folder = Directory.CreateDirectory(Candidate()).FullName;
        Programs = ProgramPaths.Find();
        BrokerPort = Ports.Next();
    }

    public static MachineTime Machine => MachineTime.OfThisMachine;

    public string Folder { get; }

    public ProgramPaths Programs { get; }

    public int BrokerPort { get; }

    public string At(string file) => Path.Combine(Folder, file);

    public static int FreePort() => Ports.Next();

    /// <summary>The first of so many free ports in a row, found by trying.</summary>
    public static int FreePortsInARow(int count)
    {
        for (; ; )
        {
            var first = Ports.Next();
            if (Enumerable.Range(first + 1, count - 1).All(IsFree))
                return first;
        }
    }

    /// <summary>mosquitto without persistence, as the bench runs it.</summary>
    public Task<Child> StartBrokerAsync() => StartAsync(
        new("broker", Programs.Broker, ["-c", BrokerFile.Write(Folder, BrokerPort)], Folder, null));

    /// <summary>Starts a program, and waits until it says that it is ready where it does.</summary>
    public async Task<Child> StartAsync(ChildStart start)
    {
        var child = await _children.StartAsync(start);
        if (start.ReadyLine is not null && await child.ReadyAsync(ReadyMax, default) is { } failed)
            throw new InvalidOperationException(failed);
        if (start.ReadyLine is null)
            await Task.Delay(TimeSpan.FromMilliseconds(300), Machine, default);
        return child.DiedByItself ? throw new InvalidOperationException(child.Obituary()) : child;
    }

    /// <summary>Runs a command to its end; null when it went well, else the last of what it said.</summary>
    public static async Task<string?> CommandAsync(string folder, string program, params string[] arguments)
    {
        Process command;
        try
        {
            command = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program} is not installed";
        }
        using (command)
        {
            var (said, complained) = (
                command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
            await command.WaitForExitAsync();
            var all = $"{await said}\n{await complained}".Trim();
            return command.ExitCode == 0 ? null : $"{program}: {all.Split('\n')[^1]}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _children.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static bool IsFree(int port)
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
