using System.Collections.Immutable;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.Leases;

/// <summary>
/// All that is remembered of leases: the books, and which life of each gateway's store was heard of last. Immutable.
/// </summary>
internal sealed record LeaseBooks(
    ImmutableDictionary<BookKey, LeaseBook> Books, ImmutableDictionary<GatewayId, KnownLife> Lives)
{
    public static readonly LeaseBooks None = new(
        ImmutableDictionary<BookKey, LeaseBook>.Empty, ImmutableDictionary<GatewayId, KnownLife>.Empty);

    public LeaseBook? Of(UnitId unit, Resource resource, string month) =>
        Books.GetValueOrDefault(new(unit, resource, month));
}

/// <param name="HeardAt">When the newest of its reports was made, site time.</param>
internal sealed record KnownLife(JournalId Holder, DateTimeOffset HeardAt);

/// <summary>A report as it came in.</summary>
/// <param name="At">When the gateway made it, site time.</param>
internal sealed record HeardReport(DateTimeOffset At, SharedLease Lease);

/// <summary>
/// One round over all shared budgets: takes up reports and what planning wants, and brings parts nearer to what is
/// fair. Pure; the same reports again, in any order, change nothing that counts.
/// </summary>
internal static class LeaseRound
{
    /// <param name="reports">In the order they came in.</param>
    /// <param name="outageDays">The longest outage that the site declares.</param>
    public static LeaseBooks Turn(
        LeaseBooks before, IReadOnlyCollection<SharedBudget> shared, IEnumerable<HeardReport> reports, int outageDays)
    {
        var (books, lives) = (before.Books, before.Lives);
        foreach (var budget in shared)
        {
            var book = books.GetValueOrDefault(budget.Key) ?? new(budget.Key.Month, budget.Wanted);
            books = books.SetItem(budget.Key, book
                .With(budget.Gateways, gateway => budget.Alone.GetValueOrDefault(gateway))
                .WithWanted(budget.Wanted, budget.GrantedOnSite));
        }
        var served = shared.ToDictionary(budget => budget.Key);
        foreach (var (at, (unit, resource, report)) in reports)
        {
            var key = new BookKey(unit, resource, report.Period);
            if (!served.TryGetValue(key, out var budget) || !budget.Gateways.Contains(report.Gateway))
                continue;
            var known = lives.GetValueOrDefault(report.Gateway);
            var isNewest = known is null || known.Holder == report.Holder || at > known.HeardAt;
            if (isNewest && (known is null || at > known.HeardAt))
                lives = lives.SetItem(report.Gateway, new(report.Holder, at));
            books = books.SetItem(key, books[key].Take(report, isNewest));
        }
        foreach (var key in served.Keys.Where(key => books[key].ShouldRebalance(outageDays)))
            books = books.SetItem(key, books[key].Rebalance(outageDays).Book);
        return new(books, lives);
    }
}
