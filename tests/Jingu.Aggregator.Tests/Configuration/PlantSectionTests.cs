using Jingu.Contracts.Ids;
using Jingu.Time.Sun;
using Xunit;

namespace Jingu.Aggregator.Tests.Configuration;

public sealed class PlantSectionTests : IDisposable
{
    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_site_without_plants_and_coordinates_stays_as_it_was()
    {
        Assert.Null(_site.Site.Place);
        Assert.Empty(_site.Site.Plants);
    }

    [Fact]
    public void Plants_and_coordinates_are_read_as_written()
    {
        PlantSite.Write(_site);

        Assert.Empty(_site.Current.Reload());

        Assert.Equal(new Coordinates(29.985, 122.207), _site.Site.Place);
        var plant = _site.Site.Plants[0];
        Assert.Equal(
            (new PlantId("pv-1"), new BuildingId("building-1"), "1号楼光伏", "Building 1 roof", 20_000L),
            (plant.Id, plant.Building, plant.Name, plant.NameEn, plant.CapacityW));
        Assert.Equal<PointId>([new("roof-1")], plant.Points);
        Assert.Equal<MeterId>([new("m-sun")], plant.Irradiance);
        Assert.Empty(_site.Site.Plants[1].Irradiance);
    }

    [Theory]
    [InlineData("latitude: 29.985", "latitude: north", "latitude", "must be degrees from -90 to 90")]
    [InlineData("latitude: 29.985", "latitude: 91", "latitude", "must be degrees from -90 to 90")]
    [InlineData("latitude: 29.985", "latitude: NaN", "latitude", "must be degrees from -90 to 90")]
    [InlineData("longitude: 122.207\n", "", "longitude", "is missing")]
    [InlineData("capacity: 20000", "capacity: 0", "plants[0].capacity", "a whole number from 1 to 1000000000")]
    [InlineData("capacity: 20000", "capacity: 20 kWp", "plants[0].capacity", "must be a whole number")]
    [InlineData("points: [roof-1]", "points: [main]", "plants[0].points", "'main' counts no generation there")]
    [InlineData("points: [roof-1]", "points: [roof-9]", "plants[0].points", "'roof-9' counts no generation there")]
    [InlineData("points: [roof-1]", "points: [roof-2]", "plants", "name roof-2 twice")]
    [InlineData("irradiance: [m-sun]", "irradiance: [m-moon]", "plants[0].irradiance", "'m-moon' is not known")]
    [InlineData("irradiance: [m-sun]", "irradiance: [m-1, m-2, m-3]", "plants[0].irradiance", "names 3 sensors")]
    [InlineData("irradiance: [m-sun]", "tilt: 10", "plants[0].tilt", "is not known here")]
    [InlineData("id: pv-2, building: building-1", "id: pv-1, building: building-1", "plants[1].id", "is there twice")]
    public void Every_fault_of_plants_names_file_line_and_key(string good, string bad, string key, string text)
    {
        PlantSite.Write(_site);
        var before = File.ReadAllText(_site.PathOf("site.yaml"));
        Assert.Contains(good, before, StringComparison.Ordinal);
        _site.Write("site.yaml", before.Replace(good, bad, StringComparison.Ordinal));

        var complaint = Assert.Single(_site.Current.Reload());

        Assert.Matches($@"site\.yaml:\d+: {System.Text.RegularExpressions.Regex.Escape(key)}: ", complaint);
        Assert.Contains(text, complaint, StringComparison.Ordinal);
    }
}
