using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Bench;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.Report;
using NodaTime;

namespace Jingu.Simulators.People;

/// <summary>
/// The aggregator as people use it: they read what was decided, and send what is signed there. The site clock stands
/// meanwhile; what is waited for takes machine time. Fails with <see cref="BenchException"/> when a gateway does not
/// get what was sent to it.
/// </summary>
internal sealed class Office(
    AggregatorApi api, Crew crew, ClockServer clock, PolicyRounds policies, DateTimeZone zone) : IOffice
{
    private static readonly TimeSpan DeliverMax = TimeSpan.FromSeconds(60);

    private readonly List<(string? Command, DeedReport Deed)> _deeds = [];

    public bool IsOpen => crew.IsOfficeOpen;

    public async Task<IReadOnlyList<Decided>> DecisionsAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (await clock.DrainAsync(DeliverMax, stop) is { } late)
            throw new BenchException(ExitCodes.PromiseBroken, late);
        var month = LocalMonth.Holding(now, zone).ToString();
        return
        [
            .. (await api.EnforcementAsync(month, stop)).OfLadders().Select(decision => new Decided(
                decision.Gateway, decision.At, decision.Unit,
                decision.Resource == "water" ? Resource.Water : Resource.Electricity, decision.Rule, decision.Asks,
                decision.Drill)),
        ];
    }

    public Task DoAsync(DateTimeOffset now, Reaction reaction, Decided decided, CancellationToken stop) =>
        reaction.Do == Deed.Transfer
            ? TransferAsync(now, reaction, decided, stop)
            : CommandAsync(now, reaction, decided, stop);

    /// <summary>All that was done, each with what has come of it by now.</summary>
    public async Task<ImmutableArray<DeedReport>> DeedsAsync(CancellationToken stop)
    {
        var deeds = ImmutableArray.CreateBuilder<DeedReport>();
        foreach (var (command, deed) in _deeds)
        {
            deeds.Add(command is not null && await api.CommandAsync(command, stop) is var answer
                ? deed with { State = answer.State, Answer = answer.Answer }
                : deed);
        }
        return deeds.ToImmutable();
    }

    private async Task CommandAsync(
        DateTimeOffset now, Reaction reaction, Decided decided, CancellationToken stop)
    {
        var month = LocalMonth.Holding(now, zone).ToString();
        long? amount = reaction.Do == Deed.Extend
            ? Part(await BudgetsAsync(month, decided.Resource, stop), decided.Unit, reaction.Percent)
            : null;
        var deed = Begin(now, reaction, decided) with { Amount = amount };
        var sent = await api.SendAsync(
            "api/commands",
            JsonSerializer.Serialize(
                new CommandBody(
                    ActionOf(reaction.Do), decided.Unit, decided.ResourceWord, deed.By, decided.Name,
                    reaction.Do == Deed.Approve ? decided.Name : null, amount is null ? null : month, amount),
                PeopleJson.Default.CommandBody),
            stop);
        if (sent.Refused is { } why)
        {
            _deeds.Add((null, deed with { State = "refused", Answer = why }));
            return;
        }
        var issued = JsonSerializer.Deserialize(sent.Text, PeopleJson.Default.CommandAnswer)!;
        if (issued.Proposal is { } proposal)
        {
            sent = await api.SendAsync(
                $"api/proposals/{proposal}/confirm",
                JsonSerializer.Serialize(new(BenchPeople.Deputy, decided.Name), PeopleJson.Default.ConfirmBody), stop);
            if (sent.Refused is { } no)
            {
                _deeds.Add((null, deed with { State = "refused", Answer = no }));
                return;
            }
            issued = JsonSerializer.Deserialize(sent.Text, PeopleJson.Default.CommandAnswer)!;
        }
        _deeds.Add((issued.Id, deed));
        await crew.UntilTakenAsync(issued.Gateway!, taken => taken.Commands.Contains(issued.Id!), stop);
        if (reaction.Do == Deed.Extend)
            await policies.PublishAsync(stop);
    }

    /// <summary>An import, as planning data is: from the unit that has the largest budget.</summary>
    private async Task TransferAsync(
        DateTimeOffset now, Reaction reaction, Decided decided, CancellationToken stop)
    {
        var month = LocalMonth.Holding(now, zone).ToString();
        var budgets = await BudgetsAsync(month, decided.Resource, stop);
        var from = budgets.Where(budget => budget.Key != decided.Unit).OrderByDescending(budget => budget.Value)
            .ThenBy(budget => budget.Key, StringComparer.Ordinal).Select(budget => budget.Key).FirstOrDefault();
        var amount = Part(budgets, decided.Unit, reaction.Percent);
        var deed = Begin(now, reaction, decided) with { Amount = amount, From = from };
        if (from is null)
        {
            _deeds.Add((null, deed with { State = "refused", Answer = "No other unit has a budget." }));
            return;
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"transfer-{_deeds.Count + 1}");
        var sent = await api.SendAsync(
            "api/planning/adjustments",
            JsonSerializer.Serialize(
                new ImportBody(
                    id, deed.By, decided.Name,
                    [
                        new(id, "transfer", from, decided.Unit, decided.ResourceWord, month,
                            amount.ToString(CultureInfo.InvariantCulture), decided.Name),
                    ]),
                PeopleJson.Default.ImportBody),
            stop);
        if (sent.Refused is { } why)
        {
            _deeds.Add((null, deed with { State = "refused", Answer = why }));
            return;
        }
        await policies.PublishAsync(stop);
        _deeds.Add((null, deed with { State = "done", Answer = "It stands in the policies." }));
    }

    private async Task<Dictionary<string, long>> BudgetsAsync(
        string month, Resource resource, CancellationToken stop) =>
        (await api.MonthAsync(month, stop)).Units
            .Select(unit => (
                unit.Id,
                Budget: resource == Resource.Water ? unit.Water.BudgetL : unit.Electricity.BudgetWh))
            .Where(unit => unit.Budget is not null)
            .ToDictionary(unit => unit.Id, unit => unit.Budget!.Value);

    private static long Part(Dictionary<string, long> budgets, string unit, int percent) =>
        Math.Max(1, budgets.GetValueOrDefault(unit) / 100 * percent);

    private static DeedReport Begin(DateTimeOffset now, Reaction reaction, Decided decided) => new(
        now, reaction.Who == "manager" ? "manager" : $"contact of {decided.Unit}", WordOf(reaction.Do), decided.Unit,
        decided.ResourceWord, null, null, "issued", null);

    private static string WordOf(Deed deed) => JsonNamingPolicy.KebabCaseLower.ConvertName(deed.ToString());

    private static string ActionOf(Deed deed) => deed == Deed.Approve ? "approve-cut" : WordOf(deed);
}
