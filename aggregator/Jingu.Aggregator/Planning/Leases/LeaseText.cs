using System.Globalization;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.Leases;

/// <summary>Tells a book of leases to a person.</summary>
internal static class LeaseText
{
    public static IEnumerable<string> Sentences(LeaseBook book, Resource resource)
    {
        var unit = resource == Resource.Water ? "L" : "Wh";
        string Amount(long amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {unit}");
        yield return $"{book.Parts.Count} gateways share it: {Amount(book.Committed + book.GrantedOnSite)} of "
            + $"{Amount(book.Wanted)} leased, {Amount(book.Used)} used"
            + (book.IsUsed ? ": all of it." : ".");
        foreach (var part in book.Parts.Values)
        {
            if (part.Holder == LeaseGrant.Nobody)
            {
                yield return $"{part.Gateway} has not reported yet"
                    + (part.Ceiling > 0 ? $", and may hold {Amount(part.Ceiling)} from before." : ".");
                continue;
            }
            yield return $"{part.Gateway} holds {Amount(part.ConfirmedPart + part.GrantedOnSite)}, used "
                + Amount(part.Used)
                + (part.GrantedOnSite > 0 ? $", {Amount(part.GrantedOnSite)} of it by code on site" : "")
                + (part.Overdraft > 0 ? $", overdraft {Amount(part.Overdraft)}" : "")
                + (part.Unanswered.IsEmpty
                    ? "."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"; grant {part.Version} of {Amount(part.Newest + part.GrantedOnSite)} is not answered yet."));
        }
    }
}
