using System.CommandLine;
using Jingu.Contracts.Ids;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary><c>jingu-edge replace-meter</c>: one meter was taken down and another hung up; the total goes on.</summary>
internal static class ReplaceMeterCommand
{
    public static Command Create()
    {
        var options = new DeclarationOptions();
        var point = PointNaming.Argument();
        var meter = new Option<string?>("--meter")
        {
            Description = "The new meter's id in commissioning.yaml, when it is not there yet: waits until it is.",
            HelpName = "ID",
        };
        var command = new Command(
            "replace-meter", "Declare that a meter was replaced, with closing and opening reading.")
        {
            point, options.Config, options.By, options.Closing, options.Opening, options.Serial, meter, options.At,
            options.Reason, options.Wait, options.Json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var gateway = GatewayFile.Read(parsed.GetValue(options.Config)!);
            var plan = CommissioningFile.Read(gateway.CommissioningFile);
            using var journal = new JournalStore(JournalFile.OpenToRead(gateway.StoreFile));
            var machine = MachineTime.OfThisMachine;
            var (by, reason) = options.Author(parsed);
            var declaration = new Declaration(
                0, machine.GetUtcNow(), by, reason, PointNaming.Find(parsed.GetValue(point)!, plan, journal), null,
                DeclarationKind.Replaced)
            {
                At = options.Instant(parsed),
                Closing = Needed(parsed, options.Closing, "closing"),
                Opening = Needed(parsed, options.Opening, "opening"),
                Meter = parsed.GetValue(meter) is { } id ? MeterOf(id) : null,
                Serial = DeclarationOptions.Bounded(parsed, options.Serial),
            };
            return await Declaring.RunAsync(
                journal, declaration, options.Waits(parsed), parsed.GetValue(options.Json), machine, stop);
        });
        return command;
    }

    private static decimal Needed(ParseResult parsed, Option<string?> option, string which) =>
        DeclarationOptions.Reading(parsed, option) ?? throw new ConfigurationException(
            option.Name, $"give the {which} reading: without both, what was used between them is not known.");

    private static MeterId MeterOf(string text)
    {
        try
        {
            return new MeterId(text);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException("--meter", e.Message);
        }
    }
}
