using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Report;

public sealed class AccountingTests
{
    private const string Statistics = """
        {"gateway":"gateway-1","journal":"0a","redelivered":3,"streams":{
          "samples":{"lastSequence":10,"made":100,"missing":5,"acknowledged":10,"parked":0,"refused":0,"backlog":0},
          "intervals":{"lastSequence":4,"made":40,"missing":0,"acknowledged":4,"parked":0,"refused":0,"backlog":0}}}
        """;

    private static readonly StoredDelivery Stored = new(
        "sqlite", SamplesStored: 100, SamplesMissingStored: 5, IntervalsStored: 40, DuplicatesStored: 0, Redelivered: 2,
        Parked: 0, Refused: 0, Bridged: 0,
        [new("gateway-1", "0a", "samples", 10, 100, 5), new("gateway-1", "0a", "intervals", 4, 40, 0)]);

    [Fact]
    public void Nothing_is_lost_when_all_that_was_made_is_stored()
    {
        var delivery = Accounting.Delivery(101, [JournalStatistics.Parse(Statistics)], [], Stored);

        Assert.Equal(new(101, 100, 40, 40, 3, 0, 0, 0, Lost: 0, TakenByCards: 0, Bridged: 0), delivery);
    }

    [Fact]
    public void What_was_made_but_is_not_stored_is_lost_stream_by_stream()
    {
        var stored = Stored with
        {
            Streams = [new("gateway-1", "0a", "samples", 9, 98, 4), new("gateway-1", "ff", "intervals", 4, 40, 0)],
        };

        Assert.Equal(2 + 1 + 40, Accounting.Delivery(101, [JournalStatistics.Parse(Statistics)], [], stored).Lost);
    }

    [Fact]
    public void What_a_replaced_card_took_is_no_loss_unless_it_was_acknowledged()
    {
        var card = JournalStatistics.Parse(
            Statistics.Replace("\"acknowledged\":10", "\"acknowledged\":9", StringComparison.Ordinal));
        var taken = Stored with { Streams = [new("gateway-1", "0a", "samples", 9, 90, 5), Stored.Streams[1]] };
        var lost = Stored with { Streams = [new("gateway-1", "0a", "samples", 8, 80, 5), Stored.Streams[1]] };

        Assert.Equal((0, 10), LostAndTaken(taken));
        Assert.Equal((1, 0), LostAndTaken(lost));

        (long, long) LostAndTaken(StoredDelivery stored)
        {
            var delivery = Accounting.Delivery(101, [], [card], stored);
            Assert.Equal(40, delivery.IntervalsMade);
            return (delivery.Lost, delivery.TakenByCards);
        }
    }

    [Fact]
    public void The_gateways_version_names_drivers_and_libraries()
    {
        var version = EdgeVersion.Parse(
            "jingu-edge 0.1.0\ndrivers: native\nmqtt: libmosquitto 2.0.11\nstore: sqlite 3.50.4\n");

        Assert.Equal("native", version.Drivers);
        Assert.Equal(["mqtt", "store"], version.Libraries.Keys);
        Assert.Equal("libmosquitto 2.0.11", version.Libraries["mqtt"]);
    }
}
