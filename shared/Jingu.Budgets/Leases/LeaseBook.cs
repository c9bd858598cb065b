using System.Collections.Immutable;

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

    /// <summary>The sum of the most that each gateway could hold.</summary>
    public long Committed => Parts.Values.Sum(part => part.Ceiling);

    /// <summary>
    /// The budget that binds: a lower one takes effect only as far as gateways have confirmed that they hold less.
    /// </summary>
    public long Budget => long.Max(Wanted, Committed);

    /// <summary>What can be granted at once.</summary>
    public long Free => Budget - Committed;

    /// <summary>What the gateways reported as used, together.</summary>
    public long Used => Parts.Values.Sum(part => part.Used);

    /// <summary>An extension, a transfer or a correction changed the unit's budget.</summary>
    public LeaseBook WithWanted(long wanted) => this with { Wanted = wanted };

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
        {
            part = new(report.Gateway, report.Holder)
            {
                Used = part?.Used ?? 0,
                DailyUse = part?.DailyUse ?? 0,
                NextVersion = part?.NextVersion ?? 1,
            };
        }
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
            var others = book.Used - part.Used;
            var final = book.Used >= book.Wanted;
            var room = part.Ceiling + long.Max(0, book.Wanted - book.Committed);
            var amount = long.Min(targets[name], room);
            var isSame = part.Version > 0 && amount == part.Newest && final == part.Final && book.Wanted == part.Budget
                && others - part.UsedElsewhere <= book.Wanted / ElsewhereShare;
            if (!isSame && part.Unanswered.Length < UnansweredMax)
                part = part.Granted(amount, final, book.Wanted, others);
            book = book with { Parts = book.Parts.SetItem(name, part) };
            if (part.Version > part.ConfirmedVersion)
                grants.Add(part.Grant(Period));
        }
        return (book, grants.ToImmutable());
    }

    /// <summary>
    /// True when a part comes near its end while others have more than they need: less than a day is left of it.
    /// </summary>
    public bool ShouldRebalance =>
        Parts.Values.Any(part => part.Newest - part.Used <= part.DailyUse || part.Version == 0);
}
