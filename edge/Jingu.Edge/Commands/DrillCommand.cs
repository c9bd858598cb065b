using System.CommandLine;
using System.Text.Json.Nodes;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge drill</c>: what would have been switched while enforcement was a drill, from the records: per unit
/// when, which circuits in which order, and when it would have returned.
/// </summary>
internal static class DrillCommand
{
    private static readonly ZonedDateTimePattern Time =
        ZonedDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm", zoneProvider: null);

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("drill", "Show what would have been switched while this was a drill.")
        {
            config, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            GatewayFile.Read(parsed.GetValue(config)!), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(GatewayOptions options, bool json)
    {
        using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
        var zone = DateTimeZoneProviders.Tzdb[options.Zone];
        var policy = new DesiredStates(options, journal).Current;
        var rows = Cuts(journal)
            .Select(cut => (string[])
            [
                cut.Policy.Unit.Value, cut.Policy.Resource.ToString().ToLowerInvariant(), At(cut.From, zone),
                cut.To is { } to ? At(to, zone) : "", Circuits(policy, cut.Policy),
            ])
            .ToList();
        if (json)
        {
            await Screen.JsonAsync(new JsonArray([.. rows.Select(JsonNode (row) => new JsonObject
            {
                ["unit"] = row[0],
                ["resource"] = row[1],
                ["cut"] = row[2],
                ["restored"] = row[3],
                ["circuits"] = row[4],
            })]));
            return ExitCodes.Good;
        }
        await Screen.TableAsync(
            ["unit", "resource", "would have cut", "would have returned", "circuits, in order"], rows);
        return ExitCodes.Good;
    }

    /// <summary>Each disconnection that was decided in a drill, and where it ended.</summary>
    public static List<(LadderPolicy Policy, DateTimeOffset From, DateTimeOffset? To)> Cuts(JournalStore journal)
    {
        var records = Story.Events(journal).Select(Story.RecordOf).OfType<LadderRecord>();
        var cuts = new List<(LadderPolicy Policy, DateTimeOffset From, DateTimeOffset? To)>();
        foreach (var step in records.Select(record => record.Step))
        {
            if (step.Decision.Rule == LadderRule.Disconnected && step.Before.Drill)
            {
                cuts.Add((step.Policy, step.Input.Now, null));
                continue;
            }
            if (step.Before.Stage != Stage.Disconnected || step.Decision.Next.Stage == Stage.Disconnected)
                continue;
            var open = cuts.FindLastIndex(cut => cut.To is null
                && cut.Policy.Unit == step.Policy.Unit && cut.Policy.Resource == step.Policy.Resource);
            if (open >= 0)
                cuts[open] = cuts[open] with { To = step.Input.Now };
        }
        return cuts;
    }

    private static string Circuits(DesiredState? policy, LadderPolicy of)
    {
        var sequence = policy?.Units.FirstOrDefault(unit => unit.Unit == of.Unit && unit.Resource == of.Resource)
            ?.Switching;
        return sequence is null
            ? "none here"
            : string.Join(", ", sequence.Circuits.Select(circuit => circuit.Point.Value));
    }

    private static string At(DateTimeOffset at, DateTimeZone zone) =>
        Time.Format(Instant.FromDateTimeOffset(at).InZone(zone));
}
