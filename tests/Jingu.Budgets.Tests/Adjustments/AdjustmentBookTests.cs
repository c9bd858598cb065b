using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Adjustments;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Adjustments;

public sealed class AdjustmentBookTests
{
    private static readonly UnitId One = new("unit-01");
    private static readonly UnitId Two = new("unit-02");
    private static readonly YearMonth March = new(2026, 3);
    private static readonly YearMonth April = new(2026, 4);

    [Fact]
    public void Each_kind_changes_what_its_name_says()
    {
        var book = Book(
            Order("a", AdjustmentKind.Extension, amount: 500),
            Order("b", AdjustmentKind.Transfer, amount: 70, toUnit: Two),
            Order("c", AdjustmentKind.CarryOver, amount: 9),
            Order("d", AdjustmentKind.Recovery, amount: 11),
            Order("e", AdjustmentKind.Emergency, amount: 1000));

        Assert.Equal(500 - 70 + 9 - 11 + 1000, book.Sum(One, Resource.Electricity, March));
        Assert.Equal(70, book.Sum(Two, Resource.Electricity, March));
        Assert.Equal(-1000, book.Sum(One, Resource.Electricity, April));
        Assert.Equal(0, book.Sum(One, Resource.Water, March));
        Assert.All(book.All, adjustment => Assert.Equal(("wang", "because"), (
            adjustment.Order.Actor, adjustment.Order.Reason)));
    }

    [Fact]
    public void An_emergency_allowance_of_December_is_taken_off_January()
    {
        var book = Book(Order("a", AdjustmentKind.Emergency, amount: 5) with { Month = new(2026, 12) });

        Assert.Equal(-5, book.Sum(One, Resource.Electricity, new(2027, 1)));
    }

    [Fact]
    public void A_reversal_takes_all_of_it_back_once_and_edits_nothing()
    {
        var before = Book(Order("a", AdjustmentKind.Transfer, amount: 70, toUnit: Two));
        var after = Added(before, Reversal("b", "a"));

        Assert.Equal(0, after.Sum(One, Resource.Electricity, March));
        Assert.Equal(0, after.Sum(Two, Resource.Electricity, March));
        Assert.Equal(before.All[0], after.All[0]);
        Assert.Equal(("reverses", "'a' is taken back already."), Refused(after, Reversal("c", "a")));
        Assert.Contains(
            "itself a reversal", Refused(after, Reversal("c", "b")).Why, StringComparison.Ordinal);
        Assert.Contains("not entered", Refused(after, Reversal("c", "z")).Why, StringComparison.Ordinal);
        Assert.Equal("reverses", Refused(after, Reversal("c", "a") with { Amount = 3 }).Field);
    }

    public static TheoryData<string, AdjustmentOrder> Wrong => new()
    {
        { "id", Order("first", AdjustmentKind.Extension, amount: 1) },
        { "amount", Order("a", AdjustmentKind.Extension, amount: 0) },
        { "amount", Order("a", AdjustmentKind.Recovery, amount: -5) },
        { "amount", Order("a", AdjustmentKind.Extension, amount: AdjustmentBook.AmountMax + 1) },
        { "amount", Order("a", AdjustmentKind.Extension, amount: 1) with { Amount = null } },
        { "unit", Order("a", AdjustmentKind.Extension, amount: 1) with { Unit = null } },
        { "month", Order("a", AdjustmentKind.Extension, amount: 1) with { Month = null } },
        { "resource", Order("a", AdjustmentKind.Extension, amount: 1) with { Resource = null } },
        { "toUnit", Order("a", AdjustmentKind.Extension, amount: 1, toUnit: Two) },
        { "toUnit", Order("a", AdjustmentKind.Transfer, amount: 1) },
        { "toUnit", Order("a", AdjustmentKind.Transfer, amount: 1, toUnit: One) },
        { "reverses", Order("a", AdjustmentKind.Extension, amount: 1) with { Reverses = new("first") } },
        { "reverses", Reversal("a", "first") with { Reverses = null } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_order_is_refused_by_the_name_of_its_field(string field, AdjustmentOrder order) =>
        Assert.Equal(field, Refused(Book(Order("first", AdjustmentKind.Extension, amount: 1)), order).Field);

    /// <summary>
    /// Random books: transfers move and create nothing; a reversed book is as if nothing was entered.
    /// </summary>
    [Fact]
    public void Transfers_conserve_and_reversing_everything_restores() =>
        Prop.ForAll(
            Arb.From(Orders()),
            orders =>
            {
                var book = Book([.. orders.Select((order, index) => order with { Id = new($"a-{index}") })]);
                var transfers = book.All.Where(adjustment => adjustment.Order.Kind == AdjustmentKind.Transfer);
                Assert.All(transfers, transfer => Assert.Equal(0, transfer.Legs.Sum(leg => leg.Amount)));
                var granted = book.All.Sum(adjustment => adjustment.Order.Kind switch
                {
                    AdjustmentKind.Extension or AdjustmentKind.CarryOver => adjustment.Order.Amount!.Value,
                    AdjustmentKind.Recovery => -adjustment.Order.Amount!.Value,
                    _ => 0,
                });
                Assert.Equal(granted, book.All.SelectMany(adjustment => adjustment.Legs).Sum(leg => leg.Amount));

                var keys = book.All.SelectMany(adjustment => adjustment.Legs).ToList();
                foreach (var adjustment in book.All)
                    book = Added(book, Reversal("r-" + adjustment.Order.Id, adjustment.Order.Id.Value));
                Assert.All(keys, leg => Assert.Equal(0, book.Sum(leg.Unit, leg.Resource, leg.Month)));
            }).QuickCheckThrowOnFailure();

    private static Gen<List<AdjustmentOrder>> Orders() =>
        from kinds in Gen.Elements(
            AdjustmentKind.Extension, AdjustmentKind.Transfer, AdjustmentKind.CarryOver, AdjustmentKind.Recovery,
            AdjustmentKind.Emergency).ListOf()
        from amounts in Gen.Choose(1, 1_000_000).ListOf(kinds.Count)
        from months in Gen.Choose(1, 12).ListOf(kinds.Count)
        select kinds.Zip(amounts, months).Select(item => Order(
            "x", item.First, item.Second, item.First == AdjustmentKind.Transfer ? Two : null) with
        {
            Month = new(2026, item.Third),
        }).ToList();

    private static AdjustmentOrder Order(string id, AdjustmentKind kind, long amount, UnitId? toUnit = null) => new(
        new(id), kind, One, toUnit, Resource.Electricity, March, amount, null, "wang", "because",
        DateTimeOffset.UnixEpoch);

    private static AdjustmentOrder Reversal(string id, string reverses) => new(
        new(id), AdjustmentKind.Reversal, null, null, null, null, null, new(reverses), "li", "typed wrong",
        DateTimeOffset.UnixEpoch);

    private static AdjustmentBook Book(params AdjustmentOrder[] orders) =>
        orders.Aggregate(AdjustmentBook.Empty, Added);

    private static AdjustmentBook Added(AdjustmentBook book, AdjustmentOrder order) =>
        Assert.IsType<AdjustmentOutcome.Added>(book.Add(order)).Book;

    private static (string Field, string Why) Refused(AdjustmentBook book, AdjustmentOrder order)
    {
        var refused = Assert.IsType<AdjustmentOutcome.Refused>(book.Add(order));
        return (refused.Field, refused.Why);
    }
}
