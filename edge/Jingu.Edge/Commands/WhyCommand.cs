using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Contracts.Events;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge why UNIT</c>: what was decided and switched for a unit, in plain sentences and in order, and whether
/// the chain of decisions is whole. From the gateway's own file, whether it runs or not.
/// </summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var unit = new Argument<string>("unit") { Description = "The unit, such as unit-07." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("why", "Tell what was decided and switched for a unit, and why.")
        {
            unit, config, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(unit)!, GatewayFile.Read(parsed.GetValue(config)!), parsed.GetValue(json)));
        return command;
    }

    /// <summary>The unit's events in order, and whether the chain of all records is whole.</summary>
    public static (List<GatewayEvent> Events, string Chain, bool IsWhole) Tell(string unit, JournalStore journal)
    {
        var events = Story.Events(journal).ToList();
        var (links, broken) = Story.Chain(events);
        var chain = broken is null
            ? string.Create(CultureInfo.InvariantCulture, $"The chain of {links} records kept here is whole.")
            : $"The chain of records is broken: {broken}. Keep this file and ask who had access to it.";
        return ([.. events.Where(happened => IsOf(happened, unit))], chain, broken is null);
    }

    private static async Task<int> RunAsync(string unit, GatewayOptions options, bool json)
    {
        using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
        var (told, chain, isWhole) = Tell(unit, journal);
        if (json)
        {
            await Screen.JsonAsync(new JsonObject
            {
                ["unit"] = unit,
                ["chain"] = chain,
                ["story"] = new JsonArray([.. told.Select(JsonNode (happened) => new JsonObject
                {
                    ["at"] = happened.Instant.ToString("O"),
                    ["kind"] = happened.Kind,
                    ["text"] = happened.Text,
                })]),
            });
        }
        else
        {
            foreach (var happened in told)
                await Console.Out.WriteLineAsync(happened.Text);
            if (told.Count == 0)
                await Console.Out.WriteLineAsync($"Nothing was decided for {unit} in what this journal keeps.");
            await Console.Out.WriteLineAsync(chain);
        }
        return isWhole ? ExitCodes.Good : ExitCodes.CheckFailed;
    }

    private static bool IsOf(GatewayEvent happened, string unit) => happened.Kind switch
    {
        EventKinds.Decision or EventKinds.UnitDropped =>
            happened.Subject.StartsWith($"{unit} ", StringComparison.Ordinal),
        EventKinds.SwitchActionChanged or EventKinds.RestoreButton =>
            happened.Facts.GetValueOrDefault("unit") == unit,
        EventKinds.CommandAnswered or EventKinds.CommandRefused or EventKinds.GrantUsed or EventKinds.LeaseReport =>
            happened.Subject == unit,
        _ => false,
    };
}
