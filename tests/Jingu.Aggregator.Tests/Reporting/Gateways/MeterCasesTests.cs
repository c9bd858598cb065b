using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Gateways;

/// <summary>What waits for a person: by what was recorded, and by what a gateway tells that knows more.</summary>
public sealed class MeterCasesTests
{
    private const string Point = "unit-01-electricity";
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly JournalId Journal = JournalId.FromBytes(new byte[JournalId.Size]);
    private static readonly LedgerStand Stand = new(Journal.ToString(), 2);

    [Theory]
    [InlineData(EventKinds.RegisterFell, "fell")]
    [InlineData(EventKinds.RegisterImplausible, "implausible")]
    [InlineData(EventKinds.MeterChanged, "other-meter")]
    public void A_register_in_doubt_is_open_until_it_recovers_or_a_person_settles_it(string kind, string doubt)
    {
        var open = Assert.Single(Open(null, Happened(kind, 7)));
        Assert.Equal((7, Point, doubt, Stand), (open.Number, open.Point, open.Doubt, open.Stands));
        Assert.Empty(Open(null, Happened(EventKinds.CaseSettled, 7)));
        Assert.Empty(Open(null, Happened(EventKinds.MeterReplaced, 7)));
        Assert.Empty(Open(null, Happened(EventKinds.RegisterRecovered, 7)));
    }

    [Fact]
    public void A_case_that_began_within_a_settlement_is_known_from_the_state_alone()
    {
        var open = Assert.Single(Open(State(Noon.AddMinutes(1), 8), Happened(EventKinds.CaseSettled, 7)));
        Assert.Equal((8, "fell"), (open.Number, open.Doubt));
        Assert.Null(open.Since);
    }

    [Fact]
    public void A_younger_state_takes_the_place_of_a_recorded_case_and_an_older_one_does_not()
    {
        var fell = Happened(EventKinds.RegisterFell, 7);
        Assert.Equal(8, Assert.Single(Open(State(Noon.AddMinutes(1), 8), fell)).Number);
        Assert.Equal(7, Assert.Single(Open(State(Noon.AddMinutes(-1), 6), fell)).Number);
        Assert.Empty(Open(State(Noon.AddMinutes(1), null), fell));
    }

    private static ImmutableArray<MeterCase> Open(GatewayState? state, params RecordedEvent[] last) =>
        MeterCases.Open(last, state, _ => Stand);

    private static RecordedEvent Happened(string kind, int number) => new(
        new("gateway-1"), Journal, 1, new(kind, Noon, Point, "A sentence.",
            ImmutableSortedDictionary<string, string>.Empty.Add("case", $"{number}").Add("epoch", "2")));

    private static GatewayState State(DateTimeOffset at, long? number) => new(
        1, "0.1.0", "native", ImmutableSortedDictionary<string, string>.Empty, true, at, "bench", Journal.ToString(),
        ImmutableSortedDictionary<string, long>.Empty, 0, 0, [])
    {
        Points =
        [
            new(Point, "m-1", "Wh", 2, 1, at, 5, 1000, 5)
            {
                Case = number is { } open ? new(open, "fell", at, 1) : null,
            },
        ],
    };
}
