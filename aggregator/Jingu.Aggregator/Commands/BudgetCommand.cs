using System.Text.Json;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Web;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator budget</c>: the arithmetic of a month's budgets, read from the store directly, also while the
/// aggregator runs.
/// </summary>
internal static class BudgetCommand
{
    public static async Task<int> RunAsync(
        string config, YearMonth month, string? unit, long? asOf, bool json, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        var site = configured.Site.Site;
        if (unit is not null && site.Units.All(known => known.Id.Value != unit))
        {
            return await FailAsync(
                $"--unit {unit}: no unit of the site; it has {string.Join(", ", site.Units.Select(each => each.Id))}.",
                ExitCodes.BadInput);
        }
        var file = Path.Combine(configured.Settings.StoreFolder, AggregatorHost.RelationalFile);
        if (!File.Exists(file))
        {
            return await FailAsync(
                $"There is no {file}: start jingu-aggregator once and import planning data.", ExitCodes.MachineLacks);
        }
        try
        {
            var relational = new RelationalStore(file);
            await relational.OpenAsync(stop);
            var plan = new Plan(await new PlanStore(relational).LoadAsync(asOf, stop));
            var leases = await new LeaseStore(relational).ReadAsync(stop);
            var statements = StatementMaking.All(
                site, plan, leases, month, unit is null ? null : new UnitId(unit));
            await Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(statements, WebJson.Indented)
                : string.Join('\n', statements.SelectMany(StatementText.Lines)));
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException)
        {
            return await FailAsync(e.Message, ExitCodes.MachineLacks);
        }
    }

    private static async Task<int> FailAsync(string sentence, int code)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }
}
