using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Web;
using Jingu.Contracts.Faults;
using Jingu.Mqtt;
using Jingu.Time;
using Jingu.Time.Bench;
using Jingu.Time.Supervision;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator run</c>: until a signal, or until its bench has gone.</summary>
internal static partial class RunCommand
{
    public static async Task<int> RunAsync(string config, IPEndPoint? bench)
    {
        if (PlantedBugs.Complaint(bench is not null) is { } complaint)
            return await FailAsync(complaint, ExitCodes.BadInput);
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        try
        {
            if (bench is null)
            {
                return await RunAsync(
                    configured, new RunningSiteTime(MachineTime.OfThisMachine), CancellationToken.None);
            }

            await using var time = await BenchSiteTime.ConnectAsync(bench, "aggregator", CancellationToken.None);
            time.Begin();
            return await RunAsync(configured, time, time.Lost);
        }
        catch (SocketException e)
        {
            return await FailAsync(
                $"No bench answers at {bench}: {e.Message}. Start ./simulators/bench first.", ExitCodes.BadInput);
        }
        catch (InvalidDataException e)
        {
            return await FailAsync(e.Message, ExitCodes.BadInput);
        }
        catch (MqttLibraryMissingException e)
        {
            return await FailAsync(e.Message, ExitCodes.MachineLacks);
        }
        catch (Exception e) when (e is SqliteException or UnauthorizedAccessException or IOException)
        {
            return await FailAsync(
                $"{e.Message} The folder {configured.Settings.StoreFolder} must be writable, "
                + $"and {configured.Settings.Listen} free.",
                ExitCodes.MachineLacks);
        }
    }

    private static async Task<int> RunAsync(Configured configured, SiteTime time, CancellationToken benchLost)
    {
        await using var app = AggregatorHost.Build(
            configured.Settings, configured.Site, time, MachineTime.OfThisMachine);
        var interrupted = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => interrupted = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            app.Services.GetRequiredService<SiteReload>().Reload();
        });
        await AggregatorHost.OpenAsync(app, benchLost);
        await app.StartAsync(benchLost);
        await Console.Out.WriteLineAsync($"jingu-aggregator ready {app.Urls.First()}");
        using var watching = new CancellationTokenSource();
        var watched = WatchAsync(app, watching.Token);
        await using var lost = benchLost.Register(app.Lifetime.StopApplication);
        var warming = app.Services.GetRequiredService<Warming>().MakeAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(CancellationToken.None);
        await watching.CancelAsync();
        await watched;
        await warming;
        return interrupted ? ExitCodes.Interrupted : ExitCodes.Good;
    }

    /// <summary>systemd hears that we are ready, and then that we live.</summary>
    private static async Task WatchAsync(WebApplication app, CancellationToken stop)
    {
        var log = app.Services.GetRequiredService<ILogger<LoopWatch>>();
        var supervisor = Supervisor.OfThisProcess(MachineTime.OfThisMachine);
        supervisor.SayReady();
        using var stopping = app.Lifetime.ApplicationStopping.Register(supervisor.SayStopping);
        try
        {
            await supervisor.WatchAsync(
                app.Services.GetRequiredService<LoopWatch>(), name => Log.Hangs(log, name), stop);
        }
        catch (OperationCanceledException)
        {
            // The aggregator has ended.
        }
    }

    private static async Task<int> FailAsync(string sentence, int code)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }

    private static partial class Log
    {
        [LoggerMessage(
            191, LogLevel.Critical,
            "{Loop} hangs: the watchdog hears nothing until it has come round, and systemd restarts the aggregator. "
            + "Gateways keep what was not acknowledged.")]
        public static partial void Hangs(ILogger log, string loop);
    }
}
