using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Jingu.Time;
using Jingu.Time.Kernel;
using Spectre.Console;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge check</c>: before a site goes live, or beside its running gateway. Configuration, the arithmetic of
/// each bus, and with <c>--offline</c> no more; otherwise also broker, clock and every meter.
/// </summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var offline = new Option<bool>("--offline")
        {
            Description = "Check the files and the arithmetic of each bus, and connect to nothing.",
        };
        var command = new Command(
            "check", "Check the configuration, each bus, the broker, the clock, and every meter by reading it twice.")
        {
            config, offline, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            var plan = CommissioningFile.Read(options.CommissioningFile);
            var findings = Offline(options, plan);
            if (!parsed.GetValue(offline))
                findings = findings.AddRange(await OnlineAsync(options, plan, stop));
            await (parsed.GetValue(json) ? WriteJsonAsync(findings) : WriteTextAsync(findings));
            return findings.Any(finding => finding.Severity == Severity.Failed)
                ? ExitCodes.CheckFailed
                : ExitCodes.Good;
        });
        return command;
    }

    private static ImmutableArray<Finding> Offline(GatewayOptions options, CommissioningPlan plan) =>
    [
        new(Severity.Good, "configuration", options.Gateway.Value,
            $"of {options.Site}: {plan.Ports.Length} ports, {plan.Meters.Length} meters, "
            + $"{plan.Meters.Sum(meter => meter.Points.Length)} points. The configuration can be used."),
        .. plan.Ports.Select(port => BusForecast.Of(port, plan.Meters)).OfType<BusForecast>()
            .Select(forecast => forecast.Judge()),
        .. plan.Meters.Where(meter => meter.Profile is PulseProfile).Select(meter => new Finding(
            Severity.Good, "pulses", meter.Id.Value,
            ((PulseProfile)meter.Profile).LossOf(meter.Id, options.Pulses).Sentence)),
        .. Switches(options, plan).Offline(),
        .. new SensorCheck(plan).Offline(),
    ];

    private static SwitchCheck Switches(GatewayOptions options, CommissioningPlan plan)
    {
        using var journal = plan.SwitchPoints.IsEmpty ? null : OpenStored(options);
        return new(plan, journal?.ReadTrials() ?? []);
    }

    private static async Task<ImmutableArray<Finding>> OnlineAsync(
        GatewayOptions options, CommissioningPlan plan, CancellationToken stop)
    {
        var machine = MachineTime.OfThisMachine;
        var site = new RunningSiteTime(machine);
        var broker = await BrokerCheck.RunAsync(
            options.Broker, Topics.Acknowledge(options.Site, options.Gateway), MqttLibrary.Preferred.Factory, machine,
            stop);
        await using var asking = new MeterAsking(plan, options, site, machine);
        var check = new MeterCheck(plan, asking, ReadStored(options), site, machine);
        var meters = await Screen.ProgressAsync(
            "Reading every meter twice", 2 * plan.Meters.Length, advance => check.RunAsync(advance, stop));
        var switches = await Switches(options, plan).OnlineAsync(options.PaceLines, site, machine, stop);
        var sensors = await new SensorCheck(plan).OnlineAsync(options.PaceLines, site, machine, stop);
        return [broker, Clock(options, site, machine), .. meters, .. switches, .. sensors];
    }

    private static Finding Clock(GatewayOptions options, SiteTime site, MachineTime machine)
    {
        using var journal = OpenStored(options);
        var report = ClockReport.Make(
            new LinuxBootClock(machine), site, options.Clock, journal is null ? [] : journal.ReadBoots());
        return new(
            report.MayDateTurnAndCut ? Severity.Good : Severity.Warning, "clock", options.Gateway.Value,
            report.Sentence);
    }

    private static StoredReadings? ReadStored(GatewayOptions options)
    {
        using var journal = OpenStored(options);
        return journal is null ? null : StoredReadings.Read(journal);
    }

    private static JournalStore? OpenStored(GatewayOptions options) =>
        File.Exists(options.StoreFile) ? new(JournalFile.OpenToRead(options.StoreFile)) : null;

    private static Task WriteJsonAsync(ImmutableArray<Finding> findings) => Screen.JsonAsync(new JsonObject
    {
        ["result"] = NameOf(findings.Max(finding => finding.Severity)),
        ["findings"] = new JsonArray([.. findings.Select(JsonNode (finding) => new JsonObject
        {
            ["severity"] = NameOf(finding.Severity),
            ["part"] = finding.Part,
            ["subject"] = finding.Subject,
            ["text"] = finding.Text,
        })]),
    });

    private static async Task WriteTextAsync(ImmutableArray<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (Screen.IsTerminal)
            {
                var text = Markup.Escape($"{finding.Part} {finding.Subject}: {finding.Text}");
                AnsiConsole.MarkupLine($"{ColourOf(finding.Severity)} {text}");
            }
            else
            {
                await Console.Out.WriteLineAsync(
                    $"{NameOf(finding.Severity)}\t{finding.Part}\t{finding.Subject}\t{finding.Text}");
            }
        }
    }

    private static string NameOf(Severity severity) => severity switch
    {
        Severity.Good => "good",
        Severity.Warning => "warning",
        _ => "failed",
    };

    private static string ColourOf(Severity severity) => severity switch
    {
        Severity.Good => "[green]good   [/]",
        Severity.Warning => "[yellow]warning[/]",
        _ => "[red]failed [/]",
    };
}
