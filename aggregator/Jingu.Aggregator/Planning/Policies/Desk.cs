using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>What came of an order.</summary>
internal abstract record DeskOutcome
{
    private DeskOutcome()
    {
    }

    /// <param name="Commands">One, or one for each gateway that the unit sits behind.</param>
    public sealed record Issued(ImmutableArray<Command> Commands) : DeskOutcome;

    /// <summary>It takes a second person: nothing is issued until one confirms it.</summary>
    public sealed record Proposed(Proposal Proposal) : DeskOutcome;

    public sealed record Code(GatewayId Gateway, long Counter, string Digits) : DeskOutcome;

    /// <summary>Nothing was issued.</summary>
    /// <param name="Why">A sentence for whoever asked.</param>
    public sealed record Refused(string Why) : DeskOutcome;
}

/// <summary>
/// Issues commands and grant codes. A command is stored before it is sent; an extension becomes an adjustment under the
/// command's id first, so that the next desired state includes it and the gateway counts it once. Safe from any thread.
/// </summary>
internal sealed partial class Desk(
    AggregatorSettings settings, CurrentSite site, Plans plans, PolicyStore store, ProposalStore proposals,
    SiteTime time)
{
    private const int IdBytes = 16;
    private const string Extension = "extension";
    private const string Recovery = "recovery";

    /// <summary>Raised after a command was stored; handlers return at once.</summary>
    public event Action? Issued;

    /// <summary>
    /// Issues a command, to each gateway that the unit sits behind. An extension of a unit behind several is carried
    /// out here: it is an adjustment, and their leases grow by it once. What takes two people is proposed, not issued.
    /// </summary>
    /// <param name="unit">Null where the action names a switch point, a metering point or a lighting zone.</param>
    /// <param name="notAfter">Null: a day from now.</param>
    public async Task<DeskOutcome> CommandAsync(
        UnitId? unit, Resource? resource, CommandAction action, Actor by, string reason, DateTimeOffset? notAfter,
        CancellationToken stop)
    {
        var (commands, refused) = await DraftAsync(unit, resource, action, by.Name, reason, notAfter, stop);
        if (refused is not null)
            return new DeskOutcome.Refused(refused);
        if (Proposal.NeedsTwo(action))
            return await ProposeAsync(unit, resource, action, by, reason, notAfter, stop);
        if (action is CommandAction.Extend extend
            && await EnterAsync(
                Extension, commands[0].Id, extend.Unit, extend.Resource, extend.Month, extend.Amount, by.Name, reason,
                stop) is { } why)
        {
            return new DeskOutcome.Refused(why);
        }
        var answer = action is CommandAction.Extend leased
            && DesiredMaking.GatewaysOf(site.Site, leased.Unit, leased.Resource) is { Length: > 1 } gateways
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{leased.Amount} more in {leased.Month}, shared by {Names(gateways)} with their next policies.")
            : null;
        foreach (var command in commands)
        {
            var (_, message) = Signed(command);
            await store.AddCommandAsync(command, message, answer, stop);
        }
        Issued?.Invoke();
        return new DeskOutcome.Issued(commands);
    }

    public async Task<DeskOutcome> CodeAsync(GrantOrder order, CancellationToken stop)
    {
        if (!GrantCode.CanWrite(order.Amount))
        {
            return new DeskOutcome.Refused(
                $"{order.Amount} cannot be written in a code: 1 to 99 kWh or m3, times 1, 10, 100, 1000 or 10000, "
                + "in Wh or L.");
        }
        if (Missing(order.Unit, order.Resource, out var gateways) is { } why)
            return new DeskOutcome.Refused(why);
        var gateway = order.Gateway ?? gateways[0];
        if (!gateways.Contains(gateway) || (order.Gateway is null && gateways.Length > 1))
        {
            return new DeskOutcome.Refused(
                $"{order.Unit} sits behind {Names(gateways)}: name the one where the code is typed in as 'gateway'.");
        }
        var numbers = await store.NumbersAsync(site.Site.Units.Select(known => known.Id), GrantCode.UnitsMax, stop);
        if (!numbers.TryGetValue(order.Unit, out var number))
        {
            return new DeskOutcome.Refused(
                $"No number is free for {order.Unit}: codes know {GrantCode.UnitsMax} units.");
        }
        return await store.NextCounterAsync(gateway, order, GrantCode.Window, time.GetUtcNow(), stop) is { } counter
            ? new DeskOutcome.Code(gateway, counter, GrantCode.Make(
                site.Site.Id, gateway, settings.Keys[gateway], number, order.Resource, order.Amount, counter))
            : new DeskOutcome.Refused(
                $"{GrantCode.Window} codes of {gateway} are not used yet, and it takes no more at a time: use the "
                + "newest of them, which ends those before it.");
    }

    /// <summary>
    /// Makes adjustments of what gateways booked, codes and emergency allowances; each becomes one, whatever is
    /// repeated.
    /// </summary>
    /// <returns>A sentence for each that cannot be entered; it is tried again.</returns>
    public async Task<ImmutableArray<string>> EnterBookedAsync(CancellationToken stop)
    {
        var refused = ImmutableArray.CreateBuilder<string>();
        foreach (var used in await store.BookedOnSiteAsync(stop))
        {
            var why = Enum.TryParse<Resource>(used.Resource, out var resource) && IdText.IsValid(used.Unit)
                ? await EnterAsync(
                    used.Kind, used.Name, new(used.Unit), resource, used.Month, used.Amount, used.By,
                    used.Kind == Recovery ? "emergency allowance of the month before" : "grant code", stop)
                : $"'{used.Resource}' of '{used.Unit}' is nothing of this site.";
            if (why is null)
                await store.EnteredAsync(used.Name, stop);
            else
                refused.Add($"{used.Name}: {why}");
        }
        return refused.ToImmutable();
    }

    /// <summary>The commands as they would be issued, one for each gateway; or why they cannot be.</summary>
    private async Task<(ImmutableArray<Command> Commands, string? Refused)> DraftAsync(
        UnitId? unit, Resource? resource, CommandAction action, string by, string reason, DateTimeOffset? notAfter,
        CancellationToken stop)
    {
        if (settings.Signing.IsEmpty)
            return ([], "No key signs here: make one with 'jingu-aggregator enroll'.");
        ImmutableArray<GatewayId> gateways;
        if (action is CommandAction.TestSwitch test)
        {
            var plan = await plans.CurrentAsync(null, stop);
            if (!IdText.IsValid(test.SwitchPoint) || plan.GatewayOf(new(test.SwitchPoint)) is not { } behind)
                return ([], $"'{test.SwitchPoint}' is not listed: import it into 'circuits'.");
            gateways = [behind];
        }
        else if (action is CommandAction.Curtail curtail)
        {
            if (site.Site.Points.FirstOrDefault(point => point.Id.Value == curtail.Point)
                is not { Direction: FlowDirection.Generation } plant)
            {
                return ([], $"'{curtail.Point}' is no point of generation in site.yaml.");
            }
            gateways = [GatewayOf(plant.Id)];
        }
        else if (action is CommandAction.ReplaceMeter or CommandAction.SettleCase)
        {
            var named = (action as CommandAction.ReplaceMeter)?.Point ?? ((CommandAction.SettleCase)action).Point;
            if (site.Site.Points.FirstOrDefault(point => point.Id.Value == named) is not { } declared)
                return ([], $"'{named}' is no metering point of site.yaml.");
            gateways = [GatewayOf(declared.Id)];
        }
        else if (action is CommandAction.OverrideZone light)
        {
            if (site.Site.Zones.FirstOrDefault(zone => zone.Id.Value == light.Zone) is not { } lit)
                return ([], $"'{light.Zone}' is no lighting zone of site.yaml.");
            gateways = [GatewayOf(lit.Point)];
            // Light that comes late surprises whoever is there.
            notAfter = light.Until < (notAfter ?? DateTimeOffset.MaxValue) ? light.Until : notAfter;
        }
        else if (Missing(unit!.Value, resource!.Value, out gateways) is { } why)
        {
            return ([], why);
        }
        if (gateways.Length > 1 && action is CommandAction.SelectEmergency)
        {
            return (
                [],
                $"{unit} sits behind {Names(gateways)}, and each would select the allowance for itself: enter an "
                + "adjustment of kind 'emergency' instead, which adds now and takes off next month.");
        }
        var now = Whole(time.GetUtcNow());
        ImmutableArray<Command> commands =
        [
            .. (action is CommandAction.Extend ? gateways[..1] : gateways).Select(gateway => new Command(
                1, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), site.Site.Id, gateway, now,
                Whole(notAfter ?? now.AddDays(1)), by, reason, action)),
        ];
        if (commands[0].Objection() is { } objection)
            return ([], $"It cannot be issued: {objection}.");
        return (commands, null);
    }

    /// <summary>Why there is no gateway to ask; null when there is one or several.</summary>
    private string? Missing(UnitId unit, Resource resource, out ImmutableArray<GatewayId> gateways)
    {
        gateways = [];
        if (site.Site.Units.All(known => known.Id != unit))
            return $"'{unit}' is no unit of the site.";
        gateways = DesiredMaking.GatewaysOf(site.Site, unit, resource);
        return gateways.IsEmpty
            ? $"{unit} has no meter of {Words.Of(resource)} in site.yaml: nothing enforces its budget."
            : null;
    }

    private GatewayId GatewayOf(PointId declared)
    {
        var meter = site.Site.Points.First(point => point.Id == declared).Meter;
        return site.Site.Meters.First(each => each.Id == meter).Gateway;
    }

    private static string Names(ImmutableArray<GatewayId> gateways) => string.Join(" and ", gateways);

    /// <summary>Null when it is among the adjustments now, or was before.</summary>
    private async Task<string?> EnterAsync(
        string kind, string id, UnitId unit, Resource resource, string month, long amount, string by, string reason,
        CancellationToken stop)
    {
        var row = new RawRow(1, new Dictionary<string, string>
        {
            ["id"] = id,
            ["kind"] = kind,
            ["unit"] = unit.Value,
            ["resource"] = Words.Of(resource),
            ["month"] = month,
            ["amount"] = amount.ToString(CultureInfo.InvariantCulture),
            ["reason"] = reason,
        }.ToFrozenDictionary());
        return await plans.ImportAsync(
            new(id, by.Length > 0 ? by : "somebody on site", reason), PlanTable.Adjustments, [row], [], stop) switch
        {
            ImportOutcome.Stored => null,
            ImportOutcome.Conflict conflict => conflict.Why,
            ImportOutcome.Refused refused => string.Join(
                " ", refused.Complaints.Select(complaint => $"{complaint.Column} {complaint.Message}")),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Whole seconds read well, and travel as they are.</summary>
    private static DateTimeOffset Whole(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
