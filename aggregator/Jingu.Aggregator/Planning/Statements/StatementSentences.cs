using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Budgets.Leases;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning.Statements;

/// <summary>What a statement says beside its numbers, for every language. Pure.</summary>
internal static class StatementSentences
{
    /// <summary>Why there is no budget.</summary>
    public static Sentence Of(BudgetOutcome.Missing missing) =>
        Sentence.Of("Missing-" + Said.Kebab(missing.What), ("day", Text(missing.Day)));

    /// <summary>Which calendar of working days was used.</summary>
    public static Sentence CalendarOf(int year, bool isDeclared) => Sentence.Of(
        isDeclared ? "Calendar-declared" : "Calendar-week", ("year", year.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Where a stretch of days has its numbers from.</summary>
    public static Sentence SourcesOf(DayShare day)
    {
        var sentence = day.Heads is { } heads
            ? Sentence.Of("Source-heads", ("from", Text(heads.From)), ("source", heads.Value.Source))
            : Sentence.Of("Source-no-heads");
        sentence = sentence.Then(
            "Source-quota", ("from", Text(day.Quota.From)), ("source", day.Quota.Value.Source));
        return day.Shape is { } shape
            ? sentence.Then("Source-shape", ("from", Text(shape.From)), ("source", shape.Value.Source))
            : sentence.Then("Source-no-shape");
    }

    /// <summary>How gateways share a budget: all of them, then each.</summary>
    public static ImmutableArray<Sentence> Of(LeaseBook book, Resource resource)
    {
        Said Amount(long amount) => new Said.Amount(amount, resource);
        var all = Sentence.Of(
            "Lease-all", ("gateways", book.Parts.Count), ("leased", Amount(book.Committed + book.GrantedOnSite)),
            ("wanted", Amount(book.Wanted)), ("used", Amount(book.Used)));
        return [book.IsUsed ? all.Then("Lease-used-up") : all, .. book.Parts.Values.Select(part => Of(part, Amount))];
    }

    private static Sentence Of(LeasePart part, Func<long, Said> amount)
    {
        (string, Said) gateway = ("gateway", part.Gateway.Value);
        if (part.Holder == LeaseGrant.Nobody)
        {
            var silent = Sentence.Of("Lease-silent", gateway);
            return part.Ceiling > 0 ? silent.Then("Lease-ceiling", ("ceiling", amount(part.Ceiling))) : silent;
        }
        var sentence = Sentence.Of(
            "Lease-part", gateway, ("holds", amount(part.ConfirmedPart + part.GrantedOnSite)),
            ("used", amount(part.Used)));
        if (part.GrantedOnSite > 0)
            sentence = sentence.Then("Lease-on-site", ("granted", amount(part.GrantedOnSite)));
        if (part.Overdraft > 0)
            sentence = sentence.Then("Lease-overdraft", ("overdraft", amount(part.Overdraft)));
        return part.Unanswered.IsEmpty ? sentence : sentence.Then(
            "Lease-unanswered", ("version", part.Version), ("newest", amount(part.Newest + part.GrantedOnSite)));
    }

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
