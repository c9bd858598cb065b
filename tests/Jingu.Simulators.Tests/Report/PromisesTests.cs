using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Report;

public sealed class PromisesTests
{
    private static readonly PointReport Point = new(
        "unit-01-electricity", "electricity", "import", 1200, 1200, 96, 96, new(96, 0, 0, 0, 0, 0));

    private static readonly UnitReport Unit = new(
        "unit-01", "市府办公室", 42, new(null, 1200, null, null, null, null), new(null, null, null, null, null, null));

    private static readonly DeliveryReport Delivery = new(288, 288, 96, 96, 0, 0, 0, 0, 0, 0, 0);
    private static readonly Exercise Undisturbed = new(0, 0);

    [Fact]
    public void An_undisturbed_run_shows_that_nothing_is_lost_and_claims_nothing_else()
    {
        var promise = Assert.Single(Judge(Point, Unit, Delivery, Undisturbed));

        Assert.Equal("nothing-lost-or-doubled", promise.Name);
        Assert.True(promise.Held, promise.Detail);
    }

    [Fact]
    public void A_watt_hour_too_few_breaks_the_promise()
    {
        AssertBroken("reports 1199, its register moved by 1200", Judge(
            Point with { Reported = 1199 }, Unit, Delivery, Undisturbed));
        AssertBroken(
            "reports nothing, its register moved by 1200",
            Judge(Point with { Reported = null }, Unit, Delivery, Undisturbed));
        AssertBroken(
            "was not read on both sides", Judge(Point with { RegisterDelta = null }, Unit, Delivery, Undisturbed));
        AssertBroken("has 95 of 96 intervals", Judge(Point with { Intervals = 95 }, Unit, Delivery, Undisturbed));
        AssertBroken("another sum than its points", Judge(
            Point, Unit with { Electricity = Unit.Electricity with { UsedWh = 1201 } }, Delivery, Undisturbed));
    }

    [Fact]
    public void Anything_lost_doubled_or_refused_breaks_the_promise()
    {
        AssertBroken("3 items made are not stored", Judge(Point, Unit, Delivery with { Lost = 3 }, Undisturbed));
        AssertBroken(
            "2 entries are stored twice", Judge(Point, Unit, Delivery with { DuplicatesStored = 2 }, Undisturbed));
        AssertBroken("1 batches were refused", Judge(Point, Unit, Delivery with { Refused = 1 }, Undisturbed));
    }

    [Fact]
    public void A_fault_run_in_which_nothing_was_delivered_again_proved_nothing()
    {
        AssertBroken("proved nothing", Judge(Point, Unit, Delivery, new(3, 0)));
        Assert.True(Assert.Single(Judge(Point, Unit, Delivery with { Redelivered = 1 }, new(3, 0))).Held);
    }

    [Fact]
    public void Only_a_run_with_a_cut_shows_that_the_edge_can_be_alone()
    {
        var promises = Judge(Point, Unit, Delivery with { Redelivered = 1 }, new(1, 1));

        Assert.Equal(["nothing-lost-or-doubled", "edge-alone"], promises.Select(promise => promise.Name));
        Assert.All(promises, promise => Assert.True(promise.Held, promise.Detail));
        Assert.False(Judge(Point with { Intervals = 90 }, Unit, Delivery with { Redelivered = 1 }, new(1, 1))[1].Held);
    }

    [Fact]
    public void The_report_fits_its_schema_and_the_schema_bites()
    {
        var report = new BenchReport(
            1, "2017-03", "zhoushan", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "native",
            ImmutableSortedDictionary<string, string>.Empty.Add("mqtt", "libmosquitto"), "sqlite",
            new(4000, 3999.5), 12.5, 1, [Unit], [Point], Delivery, Judge(Point, Unit, Delivery, Undisturbed),
            ["w037 left out"])
        {
            Actions =
            [
                new("gateway-1", "s-circuit-01", "unit-01", "electricity", "cut", "proven", "load", "none",
                    DateTimeOffset.UnixEpoch, [DateTimeOffset.UnixEpoch], null),
            ],
        };
        var text = ReportJson.Write(report);

        Assert.Contains("市府办公室", text, StringComparison.Ordinal);
        Assert.Empty(Complaints(text));
        Assert.NotEmpty(Complaints(text.Replace("\"lost\": 0", "\"lost\": -1", StringComparison.Ordinal)));
        Assert.NotEmpty(Complaints(text.Replace("\"proven\"", "\"perhaps\"", StringComparison.Ordinal)));
        Assert.NotEmpty(Complaints(text.Replace("\"budgetWh\": null,", "", StringComparison.Ordinal)));
        Assert.NotEmpty(Complaints(text.Replace("nothing-lost-or-doubled", "all-is-well", StringComparison.Ordinal)));
        Assert.NotEmpty(
            Complaints(text.Replace("\"registerDelta\": 1200", "\"registerDelta\": 1200.5", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Complaints(string text) =>
        Schema.OfReport().Complaints(JsonDocument.Parse(text).RootElement);

    private static ImmutableArray<PromiseReport> Judge(
        PointReport point, UnitReport unit, DeliveryReport delivery, Exercise exercise) =>
        Promises.Judge([unit], [point], new[] { point }.ToLookup(_ => unit.Id), delivery, exercise);

    private static void AssertBroken(string why, ImmutableArray<PromiseReport> promises)
    {
        Assert.False(promises[0].Held);
        Assert.Contains(why, promises[0].Detail, StringComparison.Ordinal);
    }
}
