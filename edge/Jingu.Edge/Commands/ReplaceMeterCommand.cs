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
        var point = new Argument<string>("POINT")
        {
            Description = "The metering point; or its meter, where that measures one point only.",
        };
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
                0, machine.GetUtcNow(), by, reason, PointOf(parsed.GetValue(point)!, plan, journal), null,
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

    /// <summary>By the point's name, its commissioned meter's, or that of the meter its ledger stands on.</summary>
    private static PointId PointOf(string name, CommissioningPlan plan, JournalStore journal)
    {
        var commissioned = plan.Meters.SelectMany(
            meter => meter.Points.Select(point => (Point: point.Id, Meter: meter.Id.Value))).ToList();
        var found = commissioned.Where(pair => pair.Point.Value == name).Select(pair => pair.Point).ToList();
        if (found.Count == 0)
        {
            var stands = journal.ReadLedgers().Values.Where(ledger => ledger.Meter.Value == name);
            found = [.. commissioned.Where(pair => pair.Meter == name).Select(pair => pair.Point)
                .Union(stands.Select(ledger => ledger.Point))];
        }
        return found switch
        {
            [var one] => one,
            [] => throw new ConfigurationException(
                name, $"is no point or meter of this gateway: use one of "
                    + $"{string.Join(", ", commissioned.Select(pair => pair.Point.Value))}."),
            _ => throw new ConfigurationException(
                name, $"measures several points: replace each, {string.Join(", ", found)}."),
        };
    }
}
