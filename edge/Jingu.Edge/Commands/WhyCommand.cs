using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Yaml;
using NodaTime;

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
        var chain = (links, broken) switch
        {
            (_, { } where) => $"The chain of records is broken: {where}. Keep this file and ask who had access to it.",
            (0, _) => "No decision is recorded here yet.",
            _ => string.Create(CultureInfo.InvariantCulture, $"The chain of {links} records kept here is whole."),
        };
        return ([.. events.Where(happened => IsOf(happened, unit))], chain, broken is null);
    }

    private static async Task<int> RunAsync(string unit, GatewayOptions options, bool json)
    {
        using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
        var (told, chain, isWhole) = Tell(unit, journal);
        if (told.Count == 0)
            Recognise(unit, new DesiredStates(options, journal).Current);
        await (json ? Screen.JsonAsync(ToJson(unit, told, chain)) : WriteAsync(unit, told, chain, options));
        return isWhole ? ExitCodes.Good : ExitCodes.CheckFailed;
    }

    /// <summary>A unit that nothing was decided for is one of the policy; else it is misspelt.</summary>
    private static void Recognise(string unit, DesiredState? policy)
    {
        var known = policy is null ? [] : policy.Units.Select(one => one.Unit.Value).Distinct().ToList();
        if (known.Contains(unit))
            return;
        throw new ConfigurationException(unit, "is no unit that this gateway's journal or policy names: "
            + (known.Count == 0 ? "it has no policy, and without one nothing is decided."
                : $"use one of {string.Join(", ", known)}."));
    }

    private static JsonObject ToJson(string unit, IEnumerable<GatewayEvent> told, string chain) => new()
    {
        ["unit"] = unit,
        ["chain"] = chain,
        ["story"] = new JsonArray([.. told.Select(JsonNode (happened) => new JsonObject
        {
            ["at"] = happened.Instant.ToString("O"),
            ["kind"] = happened.Kind,
            ["text"] = happened.Text,
        })]),
    };

    private static async Task WriteAsync(
        string unit, List<GatewayEvent> told, string chain, GatewayOptions options)
    {
        var zone = DateTimeZoneProviders.Tzdb[options.Zone];
        for (var i = 0; i < told.Count; i++)
        {
            // The answer to a command often is the decision's own sentence.
            var isSaid = told[i].Kind is EventKinds.CommandAnswered or EventKinds.CommandRefused
                && i > 0 && told[i - 1].Text == told[i].Text;
            if (!isSaid)
                await Console.Out.WriteLineAsync(Story.Line(told[i], zone));
        }
        if (told.Count == 0)
            await Console.Out.WriteLineAsync($"Nothing was decided for {unit} in what this journal keeps.");
        await Console.Out.WriteLineAsync(chain);
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
