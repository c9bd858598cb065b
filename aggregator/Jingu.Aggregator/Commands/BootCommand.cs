using System.Globalization;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Events;
using Jingu.Time;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator boot</c>: boots whose entries wait for their instants, and a person's answer when they began.
/// Works on the store directly, also while the aggregator runs: that takes up what waited within five minutes, or at
/// once after SIGHUP.
/// </summary>
internal static class BootCommand
{
    public static async Task<int> ListAsync(string config, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        var boots = await StoreOf(configured).BootsAsync(stop);
        var table = new Table().AddColumns("gateway", "boot", "entries", "from", "to", "began", "given by");
        foreach (var boot in boots)
        {
            table.AddRow(
                boot.Gateway.Value, boot.Boot.ToString(), Text($"{boot.Entries}"), Text($"{boot.First}"),
                Text($"{boot.Last}"),
                boot.Dating is { } dating ? Text($"{dating.Begun:u} +-{dating.Uncertainty.TotalSeconds:0.###} s")
                    : Text($"open; {boot.AtLatest:u} at the latest"),
                Markup.Escape(boot.Dating is null ? "" : boot.GivenBy ?? "the gateway"));
        }
        AnsiConsole.Console.Write(table);
        return ExitCodes.Good;
    }

    /// <summary>
    /// Dates a boot; refuses one that nobody knows, that has its offset, or that cannot have begun then.
    /// </summary>
    public static async Task<int> DateAsync(string config, BootAnswer answer, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        var store = StoreOf(configured);
        var known = (await store.BootsAsync(stop))
            .FirstOrDefault(row => row.Gateway.Value == answer.Gateway && row.Boot.ToString() == answer.Boot);
        if (Complaint(known, answer) is { } complaint)
        {
            await Console.Error.WriteLineAsync(complaint);
            return ExitCodes.BadInput;
        }
        var dating = new BootDating(known!.Boot, answer.Begun, answer.Uncertainty);
        var site = new RunningSiteTime(MachineTime.OfThisMachine);
        if (!await store.GiveOffsetAsync(dating, (answer.Who, answer.Why), Record(known, dating, answer, site), stop))
        {
            await Console.Error.WriteLineAsync($"Boot {answer.Boot} has got its offset meanwhile: it stays as it is.");
            return ExitCodes.CheckFailed;
        }
        await Console.Out.WriteLineAsync(
            $"Recorded. {known.Entries} entries are taken up within five minutes, at once after SIGHUP.");
        return ExitCodes.Good;
    }

    private static string? Complaint(BootRow? known, BootAnswer answer) => known switch
    {
        null => $"No entries wait for a boot {answer.Boot} of {answer.Gateway}: see 'jingu-aggregator boot'.",
        { Dating: not null } => $"Boot {answer.Boot} has its offset: what is dated stays as it is.",
        { AtLatest: { } latest } when answer.Begun - answer.Uncertainty > latest => string.Create(
            CultureInfo.InvariantCulture,
            $"Boot {answer.Boot} cannot have begun at {answer.Begun:u}: entries of it arrived that put it at "
                + $"{latest:u} at the latest."),
        _ => null,
    };

    private static StoredEvent Record(BootRow known, BootDating dating, BootAnswer answer, SiteTime site)
    {
        var made = AggregatorEvents.Make(
            site, known.Gateway, AggregatorEvents.BootOffsetGiven, known.Gateway.Value,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{answer.Who}: boot {dating.Boot} began at {dating.Begun:u}, plus or minus "
                    + $"{dating.Uncertainty.TotalSeconds:0.###} s. {answer.Why}"));
        return made with
        {
            Event = made.Event with
            {
                Facts = dating.ToEvent(made.Event.Instant, known.Gateway.Value, "").Facts
                    .Add("who", answer.Who).Add("why", answer.Why),
            },
        };
    }

    private static RelationalStore StoreOf(Configured configured) =>
        new(Path.Combine(configured.Settings.StoreFolder, AggregatorHost.RelationalFile));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a person says about a boot.</summary>
internal sealed record BootAnswer(
    string Gateway, string Boot, DateTimeOffset Begun, TimeSpan Uncertainty, string Who, string Why);
