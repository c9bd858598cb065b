using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Web;
using Jingu.Budgets.Decisions;
using Microsoft.Data.Sqlite;
using NodaTime;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator decisions</c>: what gateways decided and switched in a month, decided again. Reads the store
/// directly, also while the aggregator runs.
/// </summary>
internal static class DecisionsCommand
{
    /// <returns>1 where a chain is broken or a decision comes out otherwise.</returns>
    public static async Task<int> RunAsync(
        string config, YearMonth month, string? unit, bool json, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        try
        {
            var store = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await store.OpenAsync(stop);
            var zone = configured.Site.Site.Zone;
            var report = await store.EnforcementAsync(MonthPeriod.Of(month, zone), zone, stop);
            if (json)
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, WebJson.Indented));
            else
                Write(report, unit, zone);
            return report.HasDifferences ? ExitCodes.CheckFailed : ExitCodes.Good;
        }
        catch (SqliteException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.MachineLacks;
        }
    }

    private static void Write(EnforcementReport report, string? unit, DateTimeZone zone)
    {
        var table = new Table().AddColumns("at", "gateway", "what", "decided again");
        foreach (var decision in report.Decisions.Where(decision => IsOf(decision.Subject, unit)))
        {
            table.AddRow(
                Markup.Escape(Instant.FromDateTimeOffset(decision.At).InZone(zone).ToString(
                    "uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                Markup.Escape(decision.Gateway), Markup.Escape(decision.Text), Markup.Escape(Again(decision)));
        }
        AnsiConsole.Console.Write(table);
        foreach (var action in report.Actions.Where(action => unit is null || action.Unit == unit))
            Console.Out.WriteLine(action.Text);
        foreach (var chain in report.Chains)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{chain.Gateway}, journal {chain.Journal}: {chain.Records} records, {chain.Equal} equal, "
                    + $"{chain.Different} different, {chain.NotComparable} not comparable; "
                    + $"{(chain.Broken is null ? "the chain is whole" : $"the chain is broken: {chain.Broken}")}."));
        }
    }

    private static bool IsOf(string subject, string? unit) =>
        unit is null || subject == unit || subject.StartsWith($"{unit} ", StringComparison.Ordinal);

    private static string Again(DecisionReport decision) => decision.Outcome switch
    {
        ReplayOutcome.Equal => "the same",
        ReplayOutcome.NotComparable => $"not comparable: {decision.Differences[0]}",
        _ => $"DIFFERENT: {string.Join("; ", decision.Differences)}",
    };
}
