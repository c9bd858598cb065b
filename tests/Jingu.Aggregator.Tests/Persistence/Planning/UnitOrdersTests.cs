using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Tests.Reporting.Sentences;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Planning;

/// <summary>What came of an order is told in the reader's language where what was recorded tells it.</summary>
public sealed class UnitOrdersTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 5, 1, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<UnitDecision> Decided =
    [
        new("gateway-1", "electricity", At, "approved", "It is approved.")
        {
            Order = "c-1",
            Sentence = Sentence.Of("Decision-approved", ("by", "wang")),
        },
    ];

    [Fact]
    public void A_ladders_answer_is_its_decision_and_an_extension_says_how_much()
    {
        Assert.Equal("wang 批准断供。", Spoken.In("zh", Answered(Cut("c-1"), "done")));
        Assert.Equal("2026-03 追加 1.5 kWh。", Spoken.In("zh", Answered(Extension, "done")));
        Assert.Equal("1.5 kWh more in 2026-03.", Spoken.In("en", Answered(Extension, "done")));
    }

    /// <summary>Nothing is said in the name of a gateway that has not answered, or for another reason.</summary>
    [Fact]
    public void What_nothing_recorded_tells_is_left_to_the_gateways_own_words()
    {
        Assert.Null(Answered(Cut("c-2"), "refused"));
        Assert.Null(Answered(Extension, "refused"));
        Assert.Null(Answered(Cut("c-1"), "issued"));
    }

    private static Command Extension => Cut("c-3") with
    {
        Action = new CommandAction.Extend(new("unit-01"), Resource.Electricity, "2026-03", 1_500),
    };

    private static Command Cut(string id) => new(
        1, id, new("site-1"), new("gateway-1"), At, At.AddHours(1), "wang", "hot",
        new CommandAction.ApproveCut(new("unit-01"), Resource.Electricity, "d-1"));

    private static Sentence? Answered(Command command, string state) => UnitOrders.Of(
        new(command, [], state, At, "It is done."), new("unit-01"), At, Decided)!.Sentence;
}
