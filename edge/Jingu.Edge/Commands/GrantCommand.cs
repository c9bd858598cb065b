using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Time;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge grant</c>: a one-time extension read over the telephone, typed in where no network is.
/// </summary>
internal static class GrantCommand
{
    private const decimal BasePerShown = 1000;

    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var by = new Option<string>("--by")
        {
            Description = "Who types it in.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "somebody on site",
        };
        var code = new Argument<string[]>("CODE")
        {
            Description = "The 20 digits; blanks and dashes between them do not count.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("grant", "Type in a one-time code that extends a unit's budget.")
        {
            code, config, by, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
            var outcome = new Grants(options, journal, new DesiredStates(options, journal)).Take(
                string.Concat(parsed.GetValue(code)!), DeclarationOptions.Bounded(parsed, by),
                MachineTime.OfThisMachine.GetUtcNow());
            await Console.Out.WriteLineAsync(
                parsed.GetValue(json) ? ToJson(outcome).ToJsonString() : SentenceOf(outcome));
            return outcome switch
            {
                GrantOutcome.Given => ExitCodes.Good,
                GrantOutcome.Wrong => ExitCodes.CheckFailed,
                _ => ExitCodes.BadInput,
            };
        });
        return command;
    }

    private static string SentenceOf(GrantOutcome outcome) => outcome switch
    {
        GrantOutcome.Given { Extension: var extension } => string.Create(
            CultureInfo.InvariantCulture,
            $"The code is taken: {extension.Amount / BasePerShown:0.###} {UnitOf(extension.Resource)} more for ")
            + $"{extension.Unit}. The gateway adds it with its next reading, or when it starts.",
        GrantOutcome.Wrong wrong => wrong.Why,
        GrantOutcome.Unread unread => unread.Why,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static JsonObject ToJson(GrantOutcome outcome) => outcome is GrantOutcome.Given { Extension: var extension }
        ? new()
        {
            ["taken"] = true,
            ["name"] = extension.Name,
            ["unit"] = extension.Unit.Value,
            ["resource"] = extension.Resource.ToString().ToLowerInvariant(),
            ["amount"] = extension.Amount,
        }
        : new() { ["taken"] = false, ["why"] = SentenceOf(outcome) };

    private static string UnitOf(Resource resource) => resource == Resource.Water ? "m3" : "kWh";
}
