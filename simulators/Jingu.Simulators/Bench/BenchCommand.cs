using System.CommandLine;
using Jingu.Simulators.Lighting;

namespace Jingu.Simulators.Bench;

/// <summary>
/// The command line of the bench. Options that mean nothing yet are refused with a sentence, never ignored.
/// </summary>
internal static class BenchCommand
{
    private static readonly Option<string?> Month = new("--month")
    {
        Description = "One local month, such as 2017-03; without: a show that starts today.",
        HelpName = "YYYY-MM",
    };

    private static readonly Option<double?> Speed = new("--speed")
    {
        Description = "Site seconds per second at most; 0: as fast as it goes.",
        HelpName = "N",
    };

    private static readonly Option<bool> Headless = new("--headless")
    {
        Description = "End after the month instead of keeping the dashboard up.",
    };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "Write the report there as JSON.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Replay the recordings in this folder; without: built-in load shapes.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Influx = new("--influx")
    {
        Description = "Store readings in this InfluxDB; without: SQLite.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "InfluxDB database; without: a new one, dropped at the end.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "Not built yet.",
        HelpName = "CONN",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Same seed, same month and faults.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Faults = new("--faults")
    {
        Description = "What goes wrong, and when (simulators/README.md).",
        HelpName = "FILE",
    };

    private static readonly Option<int> Period = new("--period")
    {
        Description = "Seconds from poll to poll; 900 is a multiple of it.",
        HelpName = "S",
        DefaultValueFactory = _ => 300,
    };

    private static readonly Option<bool> Drill = new("--drill")
    {
        Description = "All policies are drills: decided and recorded, nothing switched.",
    };

    private static readonly Option<bool> Nobody = new("--nobody")
    {
        Description = "Leave the scripted people out: what needs a person does not happen.",
    };

    private static readonly Option<bool> DemandResponse = new("--demand-response")
    {
        Description = "Buildings have chillers, and the manager orders an event for an afternoon's peak.",
    };

    private static readonly Option<bool> Lighting = new("--lighting")
    {
        Description = "The first unit has a lit office floor: people, daylight, sensors, and lamps moved by rules.",
    };

    private static readonly Option<string?> Keep = new("--keep")
    {
        Description = "Work in this new folder and keep it, with all logs.",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Hours = new("--hours")
    {
        Description = "Only the first hours of the month.",
        HelpName = "N",
    };

    private static readonly Option<int?> Days = new("--days")
    {
        Description = "Only the first days of the month.",
        HelpName = "N",
    };

    private static readonly Option<int?> Units = new("--units")
    {
        Description = "A small campus of 1 to 26 units; without: the whole one.",
        HelpName = "N",
    };

    private static readonly Option<bool?> Rtu = new("--rtu")
    {
        Description = "Whether meters are read over serial lines too (true or false).",
    };

    /// <param name="run">What to do with options that are good.</param>
    public static RootCommand Create(Func<BenchOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            "jingu-bench: plays a campus of virtual meters to real gateways, a real broker and a real aggregator, and "
            + "reports whether anything was lost. Exit codes: 0 good, 1 a promise broken, 2 bad input, "
            + "3 the machine lacks something, 130 interrupted.")
        {
            Month, Speed, Headless, Report, Data, Influx, Database, Postgres, Seed, Faults, Period, Drill, Nobody, Keep,
            Hours, Days, Units, Rtu, DemandResponse, Lighting, LightingWeek.Command(Terminal.Open),
        };
        command.SetAction((parsed, stop) => run(Read(parsed), stop));
        return command;
    }

    private static BenchOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(Postgres) is not null)
        {
            throw new BenchException(
                ExitCodes.BadInput, "--postgres: the PostgreSQL store is not built yet; leave it away for SQLite.");
        }
        var options = new BenchOptions
        {
            Month = parsed.GetValue(Month),
            Speed = parsed.GetValue(Speed),
            Headless = parsed.GetValue(Headless),
            Report = parsed.GetValue(Report),
            Recordings = parsed.GetValue(Data),
            Influx = Url(parsed.GetValue(Influx)),
            Database = parsed.GetValue(Database),
            Seed = parsed.GetValue(Seed),
            Faults = parsed.GetValue(Faults),
            Period = TimeSpan.FromSeconds(parsed.GetValue(Period)),
            Keep = parsed.GetValue(Keep),
            Hours = parsed.GetValue(Hours),
            Days = parsed.GetValue(Days),
            Units = parsed.GetValue(Units),
            Rtu = parsed.GetValue(Rtu),
            Drill = parsed.GetValue(Drill),
            Nobody = parsed.GetValue(Nobody),
            DemandResponse = parsed.GetValue(DemandResponse),
            Lighting = parsed.GetValue(Lighting),
        };
        return OptionRules.Complaint(options) is { } complaint
            ? throw new BenchException(ExitCodes.BadInput, complaint)
            : options;
    }

    private static Uri? Url(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new BenchException(ExitCodes.BadInput, $"--influx {text}: write it as http://127.0.0.1:8086.");
}
