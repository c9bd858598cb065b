using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Jingu.Aggregator.Reporting;

namespace Jingu.Aggregator.Commands;

/// <summary>The commands of <c>jingu-aggregator</c> and what each takes.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand("Takes in what gateways deliver, keeps it, and reports it.")
        {
            Run(), Enroll(), Budget(), Report(), Plants(), Lighting(), Decisions(), DemandResponse(), Boot(),
            PeopleCommandLine.User(Config), PeopleCommandLine.Token(Config),
        };
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        var parsed = root.Parse(args);
        // Services decide themselves how they end at a signal.
        var code = await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
        return parsed.Action is ParseErrorAction ? ExitCodes.BadInput : code;
    }

    private static Command Run()
    {
        var config = Config();
        var bench = new Option<IPEndPoint?>("--bench")
        {
            Description = "host:port of a bench that grants site time",
            CustomParser = result => IPEndPoint.TryParse(result.Tokens.Single().Value, out var endPoint)
                ? endPoint
                : Refuse<IPEndPoint?>(result, "is no address: write one such as 127.0.0.1:7000"),
        };
        var command = new Command("run", "Runs until it is stopped.") { config, bench };
        command.SetAction(parsed => RunCommand.RunAsync(parsed.GetRequiredValue(config), parsed.GetValue(bench)));
        return command;
    }

    private static Command Enroll()
    {
        var name = new Option<string>("--name")
        {
            Description = "Names the key pair: a-z, 0-9 and '-', such as zhoushan-2026",
            Required = true,
        };
        var folder = new Option<string>("--out")
        {
            Description = "The folder for both files",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command("enroll", "Makes a key pair that signs policies and commands.") { name, folder };
        command.SetAction((parsed, _) => EnrollCommand.RunAsync(
            parsed.GetRequiredValue(name), parsed.GetRequiredValue(folder)));
        return command;
    }

    private static Command Budget()
    {
        var config = Config();
        var month = Month();
        var unit = new Option<string?>("--unit") { Description = "Only this unit", HelpName = "ID" };
        var asOf = new Option<long?>("--as-of")
        {
            Description = "As it was after this import; without: as it stands",
            HelpName = "N",
        };
        var json = new Option<bool>("--json") { Description = "JSON instead of plain lines" };
        var command = new Command("budget", "Shows the arithmetic of a month's budgets, number by number.")
        {
            config, month, unit, asOf, json,
        };
        command.SetAction((parsed, stop) => BudgetCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetValue(unit),
            parsed.GetValue(asOf), parsed.GetValue(json), stop));
        return command;
    }

    private static Command Report()
    {
        var config = Config();
        var month = Month();
        var format = new Option<string>("--format")
        {
            Description = "table, json or csv",
            DefaultValueFactory = _ => "table",
        };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var points = new Option<bool>("--points")
        {
            Description = "Metering points with their registers at both ends of the month, instead of units",
        };
        var command = new Command("report", "Prints a month's consumption of every unit, read from the stores.")
        {
            config, month, format, points,
        };
        command.SetAction((parsed, stop) => ReportCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetRequiredValue(format),
            parsed.GetValue(points), stop));
        return command;
    }

    private static Command Plants()
    {
        var config = Config();
        var month = Month();
        var json = new Option<bool>("--json") { Description = "JSON instead of plain lines" };
        var command = new Command("plants", "Shows what PV plants did in a month: yield, balances, alarms.")
        {
            config, month, json,
        };
        command.SetAction((parsed, stop) => PlantsCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetValue(json), stop));
        return command;
    }

    private static Command Lighting()
    {
        var config = Config();
        var month = Month();
        var json = new Option<bool>("--json") { Description = "JSON instead of plain lines" };
        var command = new Command("lighting", "Shows what lighting zones used and saved in a month.")
        {
            config, month, json,
        };
        command.SetAction((parsed, stop) => LightingCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetValue(json), stop));
        return command;
    }

    private static Command Decisions()
    {
        var config = Config();
        var month = Month();
        var unit = new Option<string?>("--unit") { Description = "Only this unit", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "JSON instead of a table" };
        var command = new Command("decisions", "Shows what was decided and switched in a month, decided again.")
        {
            config, month, unit, json,
        };
        command.SetAction((parsed, stop) => DecisionsCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetValue(unit),
            parsed.GetValue(json), stop));
        return command;
    }

    private static Command DemandResponse()
    {
        var config = Config();
        var id = new Option<string>("--event") { Description = "The event's id", HelpName = "ID", Required = true };
        var json = new Option<bool>("--json") { Description = "JSON instead of a table" };
        var command = new Command("demand-response", "Shows what an event was to bring and what it brought.")
        {
            config, id, json,
        };
        command.SetAction((parsed, stop) => DemandResponseCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(id), parsed.GetValue(json), stop));
        return command;
    }

    private static Option<NodaTime.YearMonth> Month() => new("--month")
    {
        Description = "Month on the site's calendar, such as 2017-03",
        Required = true,
        CustomParser = result => MonthReport.Parse(result.Tokens.Single().Value)
            ?? Refuse<NodaTime.YearMonth>(result, "is no month: write one such as 2017-03"),
    };

    private static Command Boot()
    {
        var config = Config();
        var gateway = new Option<string>("--gateway") { Description = "The gateway", Required = true };
        var boot = new Option<string>("--boot") { Description = "The boot, as listed", Required = true };
        var begun = new Option<DateTimeOffset>("--begun")
        {
            Description = "When it began, such as 2026-03-01T07:30:00Z",
            Required = true,
            CustomParser = result => DateTimeOffset.TryParse(
                result.Tokens.Single().Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at.ToUniversalTime()
                : Refuse<DateTimeOffset>(result, "is no instant: write one such as 2026-03-01T07:30:00Z"),
        };
        var within = new Option<double>("--within") { Description = "Right to so many seconds", Required = true };
        within.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 86_400))
                result.AddError("--within: give seconds from 0 to 86400.");
        });
        var who = new Option<string>("--who") { Description = "Who says so", Required = true };
        var why = new Option<string>("--why") { Description = "How it is known", Required = true };
        var date = new Command("date", "Says when a boot began, so that what was read in it gets its instants.")
        {
            config, gateway, boot, begun, within, who, why,
        };
        date.SetAction((parsed, stop) => BootCommand.DateAsync(
            parsed.GetRequiredValue(config),
            new(parsed.GetRequiredValue(gateway), parsed.GetRequiredValue(boot), parsed.GetRequiredValue(begun),
                TimeSpan.FromSeconds(parsed.GetRequiredValue(within)), parsed.GetRequiredValue(who),
                parsed.GetRequiredValue(why)),
            stop));
        var listed = Config();
        var list = new Command("list", "Lists boots of gateways on an untrusted clock.") { listed };
        list.SetAction((parsed, stop) => BootCommand.ListAsync(parsed.GetRequiredValue(listed), stop));
        return new("boot", "Boots whose entries wait for their instants: a case for a person.") { list, date };
    }

    private static Option<string> Config() =>
        new("--config") { Description = "The file aggregator.yaml", Required = true };

    private static T Refuse<T>(ArgumentResult result, string why)
    {
        result.AddError($"'{result.Tokens.Single().Value}' {why}.");
        return default!;
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.WriteLine(VersionText.Make());
            return ExitCodes.Good;
        }
    }
}
