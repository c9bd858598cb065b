using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using NodaTime;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge drill</c>: what would have been switched while enforcement was a drill, from the records: per unit
/// when, which circuits in which order, and when it would have returned.
/// </summary>
internal static class DrillCommand
{
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
        var plan = CommissioningFile.Read(options.CommissioningFile);
        var policy = new DesiredStates(options, journal).Current;
        var cuts = Cuts(journal).ConvertAll(cut => (Cut: cut, Circuits: Circuits(policy, cut.Policy, plan)));
        await (json ? Screen.JsonAsync(ToJson(cuts)) : WriteAsync(cuts, DateTimeZoneProviders.Tzdb[options.Zone]));
        return ExitCodes.Good;
    }

    /// <summary>Each disconnection that was decided in a drill, and where it ended.</summary>
    public static List<DrillCut> Cuts(JournalStore journal)
    {
        var records = Story.Events(journal).Select(Story.RecordOf).OfType<LadderRecord>();
        var cuts = new List<DrillCut>();
        foreach (var step in records.Select(record => record.Step))
        {
            if (step.Decision.Rule == LadderRule.Disconnected && step.Before.Drill)
            {
                cuts.Add(new(step.Policy, step.Input.Now, null, IsDrillOver: false));
                continue;
            }
            if (step.Before.Stage != Stage.Disconnected || step.Decision.Next.Stage == Stage.Disconnected)
                continue;
            var open = cuts.FindLastIndex(cut => cut.To is null
                && cut.Policy.Unit == step.Policy.Unit && cut.Policy.Resource == step.Policy.Resource);
            if (open >= 0)
            {
                cuts[open] = cuts[open] with
                {
                    To = step.Input.Now,
                    IsDrillOver = step.Decision.Rule == LadderRule.DrillChanged,
                };
            }
        }
        return cuts;
    }

    private static JsonObject ToJson(List<(DrillCut Cut, DrillCircuits Circuits)> cuts) => new()
    {
        ["cuts"] = new JsonArray([.. cuts.Select(JsonNode (one) => new JsonObject
        {
            ["unit"] = one.Cut.Policy.Unit.Value,
            ["resource"] = NameOf(one.Cut),
            ["cut"] = one.Cut.From.ToString("O"),
            ["restored"] = one.Cut.IsDrillOver ? null : one.Cut.To?.ToString("O"),
            ["drillEnded"] = one.Cut.IsDrillOver ? one.Cut.To?.ToString("O") : null,
            ["circuits"] = new JsonArray([.. one.Circuits.InOrder.Select(JsonNode (circuit) => circuit)]),
            ["leftOn"] = new JsonArray([.. one.Circuits.LeftOn.Select(JsonNode (circuit) => circuit)]),
        })]),
    };

    private static async Task WriteAsync(List<(DrillCut Cut, DrillCircuits Circuits)> cuts, DateTimeZone zone)
    {
        if (cuts.Count == 0)
        {
            await Console.Out.WriteLineAsync("No drill that this journal keeps would have cut anything.");
            return;
        }
        await Screen.TableAsync(
            ["unit", "resource", "would have cut at", "would have returned at", "circuits by today's policy, in order"],
            cuts.Select(one => (string[])
            [
                one.Cut.Policy.Unit.Value, NameOf(one.Cut), Story.At(one.Cut.From, zone),
                one.Cut switch
                {
                    { To: null } => "not yet",
                    { To: { } to, IsDrillOver: true } => $"the drill ended {Story.At(to, zone)}",
                    { To: { } to } => Story.At(to, zone),
                },
                one.Circuits.Text,
            ]));
    }

    private static string NameOf(DrillCut cut) => cut.Policy.Resource.ToString().ToLowerInvariant();

    /// <summary>What the gate would have let through: a listed circuit that is not switchable stays on.</summary>
    private static DrillCircuits Circuits(DesiredState? policy, LadderPolicy of, CommissioningPlan plan)
    {
        var listed = policy?.Units.FirstOrDefault(unit => unit.Unit == of.Unit && unit.Resource == of.Resource)
            ?.Switching?.Circuits ?? [];
        var switchable = plan.Actuators.Where(point => point.IsSwitchable).Select(point => point.Id).ToHashSet();
        return new(
            [.. listed.Where(circuit => switchable.Contains(circuit.Point)).Select(circuit => circuit.Point.Value)],
            [.. listed.Where(circuit => !switchable.Contains(circuit.Point)).Select(circuit => circuit.Point.Value)]);
    }
}

/// <summary>A disconnection that a drill decided and nobody carried out.</summary>
/// <param name="To">When supply would have returned, or the drill ended; null: neither yet.</param>
/// <param name="IsDrillOver">The drill ended before supply would have returned.</param>
internal sealed record DrillCut(LadderPolicy Policy, DateTimeOffset From, DateTimeOffset? To, bool IsDrillOver);

/// <summary>A unit's listed circuits, as commissioned here.</summary>
/// <param name="LeftOn">Not switchable here, or of another gateway.</param>
internal sealed record DrillCircuits(ImmutableArray<string> InOrder, ImmutableArray<string> LeftOn)
{
    public string Text => (InOrder.IsEmpty ? "none here" : string.Join(", ", InOrder))
        + (LeftOn.IsEmpty ? "" : $"; left on: {string.Join(", ", LeftOn)}");
}
