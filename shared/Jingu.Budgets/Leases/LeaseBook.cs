using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Leases;

/// <summary>
/// The aggregator's side: who may hold how much of one unit's budget for a resource in a period. Its promise: what the
/// gateways hold never adds up to more than <see cref="Budget"/>, whatever messages are lost, doubled, delayed or
/// reordered. It counts with the most that each gateway could hold by any message that is still on its way, so a part
/// grows at once and shrinks only when the gateway has confirmed. Immutable; stored before its grants are sent.
/// </summary>
/// <param name="Period">Name of the budget period.</param>
/// <param name="Wanted">The unit's budget as it should be, Wh or L.</param>
public sealed record LeaseBook(string Period, long Wanted)
{
    /// <summary>
    /// Grants to one gateway that it has not answered; while there are as many, none is added and the newest is sent
    /// again.
    /// </summary>
    public const int UnansweredMax = 8;

    /// <summary>A gateway hears of what others used when it grew by the budget / this: 1 %.</summary>
    private const int ElsewhereShare = 100;

    /// <summary>The parts, by gateway.</summary>
    public ImmutableSortedDictionary<string, LeasePart> Parts { get; init; } =
        ImmutableSortedDictionary.Create<string, LeasePart>(StringComparer.Ordinal);

    /// <summary>
    /// What of <see cref="Wanted"/> persons granted on site by code: gateways hold it beside their parts, so it is in
    /// no part. What a replaced card had been granted stays here too: too little is leased then, never too much.
    /// </summary>
    public long GrantedOnSite { get; init; }

    /// <summary>What parts may add up to.</summary>
    public long Pool => Wanted - GrantedOnSite;

    /// <summary>The sum of the most that each gateway could hold.</summary>
    public long Committed => Parts.Values.Sum(part => part.Ceiling);

    /// <summary>
    /// The pool that binds: a lower one takes effect only as far as gateways have confirmed that they hold less.
    /// </summary>
    public long Budget => long.Max(Pool, Committed);

    /// <summary>What can be granted at once.</summary>
    public long Free => Budget - Committed;

    /// <summary>What the gateways reported as used, together.</summary>
    public long Used => Parts.Values.Sum(part => part.Used);

    /// <summary>All of the unit's budget is used, as far as reports tell. Nothing used is nothing exhausted.</summary>
    public bool IsUsed => Used > 0 && Used >= Wanted;

    /// <summary>
    /// The same with gateways that are not among its holders yet. Each is first told nothing but that it shares, and
    /// answers who it is.
    /// </summary>
    /// <param name="holding">What one may hold already: a gateway that had the unit to itself, all of it.</param>
    public LeaseBook With(IEnumerable<GatewayId> gateways, Func<GatewayId, long> holding) => this with
    {
        Parts = Parts.AddRange(gateways.Where(gateway => !Parts.ContainsKey(gateway.Value)).Select(
            gateway => KeyValuePair.Create(
                gateway.Value, new LeasePart(gateway, LeaseGrant.Nobody) { ConfirmedPart = holding(gateway) }))),
    };

    /// <summary>An extension, a transfer, a correction or a code changed the unit's budget.</summary>
    public LeaseBook WithWanted(long wanted, long grantedOnSite) =>
        this with { Wanted = wanted, GrantedOnSite = grantedOnSite };

    /// <summary>
    /// Takes up a report. An old or doubled one changes nothing that counts. A new life of a gateway's store voids what
    /// the old one held, for no grant to the old one is ever taken up again.
    /// </summary>
    /// <param name="report">As received, of a gateway that serves the unit.</param>
    /// <param name="isNewLife">The caller knows the reported holder as the gateway's newest journal.</param>
    public LeaseBook Take(LeaseReport report, bool isNewLife)
    {
        if (report.Period != Period)
            return this;
        var name = report.Gateway.Value;
        if (!Parts.TryGetValue(name, out var part) || (part.Holder != report.Holder && isNewLife))
            part = LeasePart.OfNewLife(report, part);
        return part.Holder != report.Holder ? this : this with { Parts = Parts.SetItem(name, part.Confirmed(report)) };
    }

    /// <summary>
    /// Brings the parts nearer to what is fair: what each has used, plus its reserve, the rest by daily use. Shrinks
    /// first and grows with what is free, so it may take several reports. Returns the book to be stored and the grants
    /// to be sent after that.
    /// </summary>
    /// <param name="outageDays">The longest outage that the site declares.</param>
    public (LeaseBook Book, ImmutableArray<LeaseGrant> Grants) Rebalance(
        int outageDays = LeaseReserve.OutageDaysDefault)
    {
        var targets = LeaseSpread.Targets(this, outageDays);
        var book = this;
        var grants = ImmutableArray.CreateBuilder<LeaseGrant>();
        foreach (var (name, _) in Parts.OrderBy(pair => targets[pair.Key] - pair.Value.Newest))
        {
            var part = book.Parts[name];
            var room = part.Ceiling + long.Max(0, book.Pool - book.Committed);
            var amount = part.Holder == LeaseGrant.Nobody ? 0 : long.Min(targets[name], room);
            if ((amount != part.Newest || IsOutdated(part)) && part.Unanswered.Length < UnansweredMax)
                part = part.Granted(amount, IsUsed, Wanted, Used - part.Used);
            book = book with { Parts = book.Parts.SetItem(name, part) };
            if (part.Version > part.ConfirmedVersion)
                grants.Add(part.Grant(Period));
        }
        return (book, grants.ToImmutable());
    }

    /// <summary>The newest grant to a gateway, which its desired state carries; null before the first.</summary>
    public LeaseGrant? GrantTo(GatewayId gateway) =>
        Parts.TryGetValue(gateway.Value, out var part) && part.Version > 0 ? part.Grant(Period) : null;

    /// <summary>
    /// True when a gateway should hear something else than it was told, or has used up a day's worth or half of what
    /// would be its fair share now. So a part is filled up before it ends, and not with every report.
    /// </summary>
    /// <inheritdoc cref="Rebalance" path="/param"/>
    public bool ShouldRebalance(int outageDays = LeaseReserve.OutageDaysDefault)
    {
        var targets = LeaseSpread.Targets(this, outageDays);
        return Parts.Any(pair => IsOutdated(pair.Value) || IsShort(pair.Value, targets[pair.Key]));
    }

    private bool IsOutdated(LeasePart part) =>
        part.Version == 0 || part.Final != IsUsed || part.Budget != Wanted
        || Used - part.Used - part.UsedElsewhere > Wanted / ElsewhereShare;

    private static bool IsShort(LeasePart part, long target)
    {
        if (part.Holder == LeaseGrant.Nobody)
            return false;
        var share = target - part.UsedOfPart;
        var step = part.DailyUse > 0 ? long.Min(part.DailyUse, share / 2) : share / 2;
        return share > 0 && part.Newest - part.UsedOfPart <= share - long.Max(1, step);
    }
}
