using System.CommandLine;
using System.Net;
using Jingu.Contracts.Faults;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Mqtt;
using Jingu.Time;
using Jingu.Time.Bench;
using Jingu.Time.Kernel;
using Jingu.Time.Supervision;
using Jingu.Yaml;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jingu.Edge.Commands;

/// <summary><c>jingu-edge run</c>: the gateway, until stopped.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var bench = CommonOptions.Bench();
        var command = new Command("run", "Run the gateway.") { config, bench };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(config)!, parsed.GetValue(bench), stop));
        return command;
    }

    private static async Task<int> RunAsync(string config, IPEndPoint? bench, CancellationToken stop)
    {
        var options = GatewayFile.Read(config);
        var plan = CommissioningFile.Read(options.CommissioningFile);
        if (PlantedBugs.Complaint(bench is not null) is { } complaint)
            throw new ConfigurationException(config, complaint);
        if (bench is not null)
            RefuseRealPorts(options.CommissioningFile, plan);
        else
            RefuseSimulatedPorts(options.CommissioningFile, plan);
        _ = MqttLibrary.Preferred.Description;

        // On a bench's clock loops wait for the bench, and nobody judges how long.
        var loops = new LoopWatch(MachineTime.OfThisMachine);
        var (site, boot) = bench is null
            ? (new RunningSiteTime(MachineTime.OfThisMachine, loops), new LinuxBootClock(MachineTime.OfThisMachine))
            : OfBench(await BenchSiteTime.ConnectAsync(bench, options.Gateway.Value, stop));
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(options).AddSingleton(site).AddSingleton(boot);
        builder.Services.AddSingleton(MachineTime.OfThisMachine).AddSingleton(loops);
        builder.Services.AddSingleton(Supervisor.OfThisProcess(MachineTime.OfThisMachine));
        builder.Services.AddSingleton<Gateway>().AddHostedService(services => services.GetRequiredService<Gateway>());
        using var host = builder.Build();
        var gateway = host.Services.GetRequiredService<Gateway>();
        await host.RunAsync(stop);
        return gateway.HasFailed ? ExitCodes.CheckFailed : ExitCodes.Good;
    }

    /// <summary>The bench's time, or what a gateway sees of it whose clock the bench leaves unset.</summary>
    private static (SiteTime Site, IBootClock Boot) OfBench(BenchSiteTime bench)
    {
        var boot = BenchBoot.OfEnvironment();
        return (boot is null ? bench : new UnsetBenchTime(bench, boot), new BenchBootClock(bench, boot));
    }

    /// <summary>A process on a bench's clock switches and reads nothing real (design.md, section 4).</summary>
    private static void RefuseRealPorts(string file, CommissioningPlan plan)
    {
        foreach (var port in plan.Ports)
        {
            if (port.Settings is PortSettings.Pulses)
            {
                throw new ConfigurationException(
                    file, $"port {port.Id} has real digital inputs: a gateway on a bench clock uses simulated ones "
                        + $"only.");
            }
            if (port.Settings is PortSettings.Serial serial
                && !serial.Line.Device.StartsWith("/dev/pts/", StringComparison.Ordinal))
            {
                throw new ConfigurationException(
                    file, $"port {port.Id} is {serial.Line.Device}, a real serial port: a gateway on a bench clock "
                        + $"uses pseudo-terminals only.");
            }
        }
        if (plan.Boards.OfType<BoardPlan.Gpio>().FirstOrDefault(board => board.Simulator is null) is { } board)
        {
            throw new ConfigurationException(
                file, $"device {board.Id} has real lines: a gateway on a bench clock uses kind gpio-simulated only.");
        }
    }

    private static void RefuseSimulatedPorts(string file, CommissioningPlan plan)
    {
        if (plan.Ports.FirstOrDefault(port => port.Settings is PortSettings.SimulatedPulses) is { } port)
        {
            throw new ConfigurationException(
                file, $"port {port.Id} has simulated inputs, which exist only under a bench's clock: use kind pulse.");
        }
        if (plan.Boards.OfType<BoardPlan.Gpio>().FirstOrDefault(board => board.Simulator is not null) is { } board)
        {
            throw new ConfigurationException(
                file, $"device {board.Id} has simulated lines, which exist only under a bench's clock: use kind gpio.");
        }
    }
}
