using System.CommandLine;
using System.Globalization;
using Jingu.Simulators.Bench;
using Spectre.Console;
using static Jingu.Simulators.Report.LightingPromise;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// The command <c>lighting-week</c>: an office floor for a winter and a summer week, without rules, with each of them
/// and with all, as a table.
/// </summary>
internal static class LightingWeek
{
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Same seed, same people, same clouds.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <param name="open">The terminal that is written to.</param>
    public static Command Command(Func<IAnsiConsole> open)
    {
        var command = new Command(
            "lighting-week", "Plays an office floor for two weeks with and without each lighting rule; prints a table.")
        {
            Seed,
        };
        command.SetAction(parsed => Show(checked((ulong)parsed.GetValue(Seed)), open()));
        return command;
    }

    private static int Show(ulong seed, IAnsiConsole console)
    {
        var (winter, summer) = (new OfficeWeek(seed, OfficeWeek.Winter), new OfficeWeek(seed, OfficeWeek.Summer));
        var table = new Table { Border = TableBorder.Markdown }.AddColumn("rules");
        foreach (var season in new[] { "winter", "summer" })
        {
            foreach (var title in new[] { "kWh", "% of none", "% below target", "switchings", "levels" })
                table.AddColumn(new TableColumn($"{season} {title}").RightAligned());
        }
        var (winterNone, summerNone) = (winter.Play(OfficeRules.None), summer.Play(OfficeRules.None));
        var tooDark = new List<string>();
        foreach (var rules in OfficeRules.All)
        {
            var (dark, bright) = (winter.Play(rules), summer.Play(rules));
            table.AddRow([rules.Name, .. Cells(dark, winterNone), .. Cells(bright, summerNone)]);
            if (rules.IsBounded && double.Max(dark.BelowPercent, bright.BelowPercent) >= BelowPercentMax)
                tooDark.Add(rules.Name);
        }
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {seed}; {OfficeZone.All.Count} zones, {OfficeZone.All.Sum(zone => zone.Watts)} W; weeks of "
            + $"{OfficeWeek.Winter:uuuu-MM-dd} and {OfficeWeek.Summer:uuuu-MM-dd}; switchings and levels are those of "
            + $"a lamp in a day."));
        if (tooDark.Count == 0)
            return ExitCodes.Good;
        console.WriteLine(
            $"Below the target for {BelowPercentMax} % of the occupied time or more: {string.Join(", ", tooDark)}.");
        return ExitCodes.PromiseBroken;
    }

    private static IEnumerable<string> Cells(OfficeResult result, OfficeResult none) =>
        new[]
        {
            (result.WattHours / 1000, "0.0"), (100 * result.WattHours / none.WattHours, "0"),
            (result.BelowPercent, "0.00"), (result.SwitchingsPerLampDay, "0.0"), (result.WritesPerLampDay, "0"),
        }
        .Select(cell => cell.Item1.ToString(cell.Item2, CultureInfo.InvariantCulture));
}
