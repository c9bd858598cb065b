using System.CommandLine;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge reconcile</c>: what a person read on the dial of a meter that gives pulses, held against them.
/// </summary>
internal static class ReconcileCommand
{
    public static Command Create()
    {
        var options = new DeclarationOptions();
        var point = PointNaming.Argument();
        var dial = new Argument<string>("DIAL")
        {
            Description = "What the dial shows, with all its decimals: kWh or m3.",
        };
        var at = new Option<string?>("--at")
        {
            Description = "When it was read, with offset: 2026-03-05T10:00:00+08:00. Default: now.",
            HelpName = "INSTANT",
        };
        var command = new Command("reconcile", "Hold a dial against the pulses that its meter gave.")
        {
            point, dial, options.Config, options.By, at, options.Reason, options.Wait, options.Json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var gateway = GatewayFile.Read(parsed.GetValue(options.Config)!);
            var plan = CommissioningFile.Read(gateway.CommissioningFile);
            using var journal = new JournalStore(JournalFile.OpenToRead(gateway.StoreFile));
            var machine = MachineTime.OfThisMachine;
            var (by, reason) = options.Author(parsed);
            var which = PointNaming.Find(parsed.GetValue(point)!, plan, journal);
            var now = machine.GetUtcNow();
            var declaration = new Declaration(0, now, by, reason, which, null, DeclarationKind.DialRead)
            {
                At = DeclarationOptions.Instant(at, parsed) ?? now,
                Closing = DeclarationOptions.Reading("DIAL", parsed.GetValue(dial)!),
            };
            if (Reconciling.Place(plan, declaration) is null)
                throw new ConfigurationException(which.Value, Reconciling.NoPulses);
            return await Declaring.RunAsync(
                journal, declaration, options.Waits(parsed), parsed.GetValue(options.Json), machine, stop);
        });
        return command;
    }
}
