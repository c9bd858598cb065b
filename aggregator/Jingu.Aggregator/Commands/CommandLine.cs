using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
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
            Run(), Budget(), Report(),
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
        var command = new Command("report", "Prints a month's consumption of every unit, read from the stores.")
        {
            config, month, format,
        };
        command.SetAction((parsed, stop) => ReportCommand.RunAsync(
            parsed.GetRequiredValue(config), parsed.GetRequiredValue(month), parsed.GetRequiredValue(format), stop));
        return command;
    }

    private static Option<NodaTime.YearMonth> Month() => new("--month")
    {
        Description = "Month on the site's calendar, such as 2017-03",
        Required = true,
        CustomParser = result => MonthReport.Parse(result.Tokens.Single().Value)
            ?? Refuse<NodaTime.YearMonth>(result, "is no month: write one such as 2017-03"),
    };

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
