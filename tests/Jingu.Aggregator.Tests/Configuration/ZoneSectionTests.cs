using System.Text.RegularExpressions;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Timetables;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Configuration;

public sealed class ZoneSectionTests : IDisposable
{
    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Zones_are_read_as_written()
    {
        Assert.Empty(_site.Site.Zones);
        ZoneSite.Write(_site);

        Assert.Empty(_site.Current.Reload());

        var (office, hall, store) = (_site.Site.Zones[0], _site.Site.Zones[1], _site.Site.Zones[2]);
        Assert.Equal(
            (new ZoneId("office"), "办公室", "Office", new BuildingId("building-1"), new PointId("lamps-office")),
            (office.Id, office.Name, office.NameEn, office.Building, office.Point));
        var stipulated = Assert.IsType<ZoneBaseline.Stipulated>(office.Baseline);
        Assert.Equal(
            (400, "plates of the lamps, and the caretaker's timetable of 2016"),
            (stipulated.Stated.RatedWatts, stipulated.Source));
        Assert.Equal<DayWindow>(
            [Window(8, 18, DayKind.Working), Window(19, 20, null)], stipulated.Stated.Windows);
        Assert.Equal(
            new ZoneBaseline.Measured(
                new LocalDate(2017, 1, 2), new LocalDate(2017, 1, 22), "three weeks before commissioning"),
            hall.Baseline);
        Assert.Null(store.Baseline);
    }

    [Theory]
    [InlineData("point: lamps-hall", "point: lamps-9", "zones[1].point", "'lamps-9' measures no lamps there")]
    [InlineData("point: lamps-hall", "point: main", "zones[1].point", "'main' measures no lamps there")]
    [InlineData("point: lamps-hall", "point: lamps-store", "zones", "name lamps-store twice")]
    [InlineData("measured: {from: 2017-01-02, to: 2017-01-22}", "measured: {from: 2017-01-22, to: 2017-01-02}",
        "zones[1].baseline.measured.to", "lies before 'from'")]
    [InlineData("to: 2017-01-22", "to: 2018-01-03", "zones[1].baseline.measured.to", "at most 366 reference days")]
    [InlineData("to: 2017-01-22", "to: 2017-02-30", "zones[1].baseline.measured.to", "'2017-02-30' is no day")]
    [InlineData("source: three weeks", "stipulated: {}\n      source: three weeks", "zones[1].baseline",
        "is either 'stipulated' or 'measured'")]
    [InlineData("measured: {from: 2017-01-02, to: 2017-01-22}\n", "", "zones[1].baseline",
        "is either 'stipulated' or 'measured'")]
    [InlineData("source: three weeks before commissioning", "", "zones[1].baseline.source", "is missing")]
    [InlineData("ratedWatts: 400", "ratedWatts: 0", "zones[0].baseline.stipulated.ratedWatts", "from 1 to 1000000")]
    [InlineData("from: \"08:00\"", "from: sunset", "zones[0].baseline.stipulated.windows[0].from",
        "'sunset' is no time of day")]
    [InlineData("on: every", "on: sunday", "zones[0].baseline.stipulated.windows[1].on", "'sunday' is not known")]
    [InlineData("ratedWatts: 400", "ratedWatts: 400\n        hours: 9", "zones[0].baseline.stipulated.hours",
        "is not known here")]
    [InlineData("id: store", "id: hall", "zones[2].id", "is there twice")]
    public void Every_fault_of_zones_names_file_line_and_key(string good, string bad, string key, string text)
    {
        ZoneSite.Write(_site);
        var before = File.ReadAllText(_site.PathOf("site.yaml"));
        Assert.Contains(good, before, StringComparison.Ordinal);
        _site.Write("site.yaml", before.Replace(good, bad, StringComparison.Ordinal));

        var complaint = Assert.Single(_site.Current.Reload());

        Assert.Matches($@"site\.yaml:\d+: {Regex.Escape(key)}: ", complaint);
        Assert.Contains(text, complaint, StringComparison.Ordinal);
    }

    private static DayWindow Window(int from, int to, DayKind? on) =>
        new(new DayMark.Clock(new(from, 0)), new DayMark.Clock(new(to, 0)), on);
}
