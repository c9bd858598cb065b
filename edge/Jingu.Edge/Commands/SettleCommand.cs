using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Jingu.Yaml;
using Spectre.Console;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge settle</c>: without a case the list of those that wait for a person; with one, what the person says.
/// </summary>
internal static class SettleCommand
{
    private const decimal BasePerShown = 1000;

    public static Command Create()
    {
        var options = new DeclarationOptions();
        var number = new Argument<long?>("CASE")
        {
            Description = "The case; without one, all that are open are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var believe = new Option<bool>("--believe")
        {
            Description = "The register is right: all that it shows was used.",
        };
        var newBase = new Option<bool>("--new-base")
        {
            Description = "The register counts on from where it stands; nothing was used meanwhile.",
        };
        var amount = new Option<string?>("--amount")
        {
            Description = "The register counts on from where it stands; this much was used meanwhile: kWh or m3.",
            HelpName = "AMOUNT",
        };
        var command = new Command("settle", "List unexplained registers, or settle one.")
        {
            number, options.Config, options.By, believe, newBase, amount, options.Closing, options.Opening,
            options.Serial, options.At, options.Reason, options.Wait, options.Json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var gateway = GatewayFile.Read(parsed.GetValue(options.Config)!);
            using var journal = new JournalStore(JournalFile.OpenToRead(gateway.StoreFile));
            var ledgers = journal.ReadLedgers().Values;
            if (parsed.GetValue(number) is not { } which)
                return await ListAsync(journal, ledgers, parsed.GetValue(options.Json));
            var ledger = ledgers.SingleOrDefault(one => one.Case == which && one.Doubt != LedgerDoubt.None)
                ?? throw new ConfigurationException(
                    $"case {which}", "is not open: jingu-edge settle without a case lists those that are.");
            var machine = MachineTime.OfThisMachine;
            var (by, reason) = options.Author(parsed);
            var plain = new Declaration(
                0, machine.GetUtcNow(), by, reason, ledger.Point, which, DeclarationKind.Believed);
            var said = (parsed.GetValue(believe), parsed.GetValue(newBase));
            var declaration = Complete(plain, said, DeclarationOptions.Reading(parsed, amount), parsed, options);
            return await Declaring.RunAsync(
                journal, declaration, options.Waits(parsed), parsed.GetValue(options.Json), machine, stop);
        });
        return command;
    }

    private static Declaration Complete(
        Declaration plain, (bool Believe, bool NewBase) said, decimal? amount, ParseResult parsed,
        DeclarationOptions options)
    {
        var (closing, opening) = (
            DeclarationOptions.Reading(parsed, options.Closing), DeclarationOptions.Reading(parsed, options.Opening));
        return (said.Believe, said.NewBase, amount, closing ?? opening) switch
        {
            (true, false, null, null) => plain,
            (false, true, null, null) => plain with { Kind = DeclarationKind.NewBase },
            (false, false, { } used, null) => plain with { Kind = DeclarationKind.NewBase, Amount = Whole(used) },
            (false, false, null, not null) => plain with
            {
                Kind = DeclarationKind.Replaced,
                At = options.Instant(parsed),
                Closing = closing ?? throw Half(),
                Opening = opening ?? throw Half(),
                Serial = DeclarationOptions.Bounded(parsed, options.Serial),
            },
            _ => throw new ConfigurationException(
                $"case {plain.Case}", "say one of --believe, --new-base, --amount, or --closing with --opening."),
        };
    }

    private static ConfigurationException Half() => new(
        "--closing, --opening", "a replacement needs both readings: give the other one too, or use --amount.");

    private static long Whole(decimal amount) => decimal.Truncate(amount) == amount
        ? (long)amount
        : throw new ConfigurationException("--amount", "give whole Wh or L: at most three decimals.");

    private static async Task<int> ListAsync(JournalStore journal, IEnumerable<Ledger> ledgers, bool json)
    {
        var open = ledgers.Where(ledger => ledger.Doubt != LedgerDoubt.None).OrderBy(ledger => ledger.Case).ToList();
        var declared = journal.ReadDeclarations(waiting: false);
        if (json)
        {
            await Console.Out.WriteLineAsync(new JsonObject
            {
                ["cases"] = new JsonArray([.. open.Select(JsonNode (ledger) => ToJson(ledger))]),
                ["declarations"] = new JsonArray([.. declared.Select(JsonNode (one) => Declaring.ToJson(one))]),
            }.ToJsonString());
            return ExitCodes.Good;
        }
        if (open.Count == 0)
            await Console.Out.WriteLineAsync("No case is open.");
        else
            AnsiConsole.Write(Table(open));
        foreach (var one in declared.TakeLast(10))
        {
            var answer = one.Answer.Length > 0 ? $": {one.Answer}" : ".";
            var state = one.State.ToString().ToLowerInvariant();
            await Console.Out.WriteLineAsync(
                $"Declaration {one.Number} of {one.By} on {one.Point}, {state}{answer}");
        }
        return ExitCodes.Good;
    }

    private static Table Table(List<Ledger> open)
    {
        var table = new Table().AddColumns("case", "point", "meter", "last believed (UTC)")
            .AddColumn(new TableColumn("then").RightAligned())
            .AddColumn(new TableColumn("shows now").RightAligned())
            .AddColumn("why");
        foreach (var ledger in open)
        {
            table.AddRow(
                Text($"{ledger.Case}"), Markup.Escape(ledger.Point.Value), Markup.Escape(ledger.Meter.Value),
                ledger.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Shown(ledger, ledger.Count), Shown(ledger, ledger.Shown.Count), Why(ledger.Doubt));
        }
        return table;
    }

    private static JsonObject ToJson(Ledger ledger) => new()
    {
        ["case"] = ledger.Case,
        ["point"] = ledger.Point.Value,
        ["meter"] = ledger.Meter.Value,
        ["why"] = Why(ledger.Doubt),
        ["believedAt"] = ledger.At.ToString("O"),
        ["believedCount"] = ledger.Count,
        ["shownAt"] = ledger.Shown.At.ToString("O"),
        ["shownCount"] = ledger.Shown.Count,
        ["total"] = ledger.Total,
        ["held"] = ledger.Held.Length,
    };

    private static string Why(LedgerDoubt doubt) => doubt switch
    {
        LedgerDoubt.Fell => "fell",
        LedgerDoubt.Implausible => "rose too fast",
        _ => "another meter",
    };

    /// <summary>As the meter's display shows it.</summary>
    private static string Shown(Ledger ledger, long count)
    {
        var scaling = ledger.Epoch.Scaling;
        if (!ledger.Epoch.IsKnown)
            return Text($"{count} counts");
        var unit = Quantities.UnitOf(scaling.Quantity) == BaseUnit.Litre ? "m3" : "kWh";
        var shown = (decimal)count * scaling.Numerator / scaling.Denominator / ledger.Epoch.Multiplier / BasePerShown;
        return Text($"{shown:0.###} {unit}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
