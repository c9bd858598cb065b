using System.CommandLine;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Commands;

/// <summary><c>jingu-edge check</c>: reads the configuration as <c>run</c> would, and connects to nothing.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var command =
            new Command("check", "Check gateway.yaml and what it names, without connecting to anything.") { config };
        command.SetAction(async (parsed, _) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            var plan = CommissioningFile.Read(options.CommissioningFile);
            await Console.Out.WriteLineAsync(
                $"{options.Gateway} of {options.Site}: {plan.Ports.Length} ports, {plan.Meters.Length} meters, "
                + $"{plan.Meters.Sum(meter => meter.Points.Length)} points. The configuration can be used.");
            return ExitCodes.Good;
        });
        return command;
    }
}
