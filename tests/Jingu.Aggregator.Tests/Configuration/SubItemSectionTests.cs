using Jingu.Aggregator.Configuration.Sites;
using Xunit;

namespace Jingu.Aggregator.Tests.Configuration;

public sealed class SubItemSectionTests : IDisposable
{
    private const string Second = """
          - {id: unit-01-more, meter: m-2, resource: electricity, direction: import, role: unit, unit: unit-01,
             building: building-1, subItem: special}

        """;

    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData("lighting-sockets", SubItem.LightingSockets)]
    [InlineData("air-conditioning", SubItem.AirConditioning)]
    [InlineData("power", SubItem.Power)]
    [InlineData("special", SubItem.Special)]
    public void A_point_says_what_its_electricity_is_used_for(string word, object item)
    {
        Write("role: circuit", $"role: circuit, subItem: {word}");

        Assert.Empty(_site.Current.Reload());

        Assert.Equal(
            [null, null, (SubItem)item], _site.Site.Points.Select(point => point.SubItem));
    }

    [Theory]
    [InlineData("role: circuit", "role: circuit, subItem: lights", @"points\[2\]\.subItem",
        "'lights' is not known: use one of ")]
    [InlineData("resource: water", "resource: water, subItem: power", @"points\[1\]\.subItem",
        "only electricity that a unit or a circuit takes")]
    [InlineData(
        "direction: import, role: circuit,\n     unit: unit-01,", "direction: export, role: main, subItem: power,",
        @"points\[2\]\.subItem", "only electricity that a unit or a circuit takes")]
    public void A_wrong_one_is_refused_with_file_line_and_key(string good, string bad, string key, string text)
    {
        Write(good, bad);

        var complaint = Assert.Single(_site.Current.Reload());

        Assert.Matches($@"site\.yaml:\d+: {key}: ", complaint);
        Assert.Contains(text, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circuit_that_may_lie_below_either_of_two_meters_is_refused()
    {
        _site.WriteSite(
            TestSite.Meters,
            TestSite.Points.Replace("role: circuit", "role: circuit, subItem: power", StringComparison.Ordinal)
                + Second);

        Assert.Contains(
            "it is not said below which it lies", Assert.Single(_site.Current.Reload()), StringComparison.Ordinal);
    }

    private void Write(string good, string bad)
    {
        Assert.Contains(good, TestSite.Points, StringComparison.Ordinal);
        _site.WriteSite(TestSite.Meters, TestSite.Points.Replace(good, bad, StringComparison.Ordinal));
    }
}
