using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Both_files_are_read_as_written()
    {
        Assert.Equal(["gateway-1", "gateway-2"], _site.Settings.Keys.Keys.Select(key => key.Value).Order());
        Assert.Equal(_site.PathOf("stores"), _site.Settings.StoreFolder);
        Assert.Null(_site.Settings.Influx);
        Assert.Equal(("zhoushan", "Asia/Shanghai"), (_site.Site.Id.Value, _site.Site.Zone.Id));
        Assert.Equal(new("unit-01"), _site.Site.Points[0].Unit);
        Assert.True(_site.Site.Reads(new("gateway-1"), new("m-1")));
        Assert.False(_site.Site.Reads(new("gateway-2"), new("m-1")));
    }

    [Theory]
    [InlineData("schema: 1", "schema: 2", 1, "schema", "'2' must be a whole number from 1 to 1")]
    [InlineData("site: site.yaml", "site:", 2, "site", "needs a value")]
    [InlineData("store: stores", "sotre: stores", 3, "sotre", "is not known here: remove it, or use")]
    [InlineData("store: stores", "sotre: stores", 1, "store", "is missing: add it")]
    [InlineData("store: stores", "store: [", 3, "", "is not YAML")]
    [InlineData("store: stores", "site: again.yaml", 3, "", "is not YAML")]
    [InlineData("port: 1}", "port: 99999}", 4, "broker.port", "must be a whole number from 1 to 65535")]
    [InlineData("broker: {host: 127.0.0.1, port: 1}", "broker: localhost", 4, "broker", "must be a mapping")]
    [InlineData("port: 1}", "port: 1, tls: {ca: no.pem}}", 4, "broker.tls.ca", "there is no file")]
    [InlineData("http://127.0.0.1:0", "somewhere", 5, "listen", "is no address")]
    [InlineData("http://127.0.0.1:0", "https://127.0.0.1:0", 5, "listen", "plain http")]
    [InlineData("schema: 1", "schema: 1\ninflux: {url: nowhere, database: jingu}", 2, "influx.url", "is no address")]
    [InlineData(
        "schema: 1", "schema: 1\ninflux: {url: http://127.0.0.1:8086, database: 'a b'}", 2, "influx.database",
        "cannot name a database")]
    [InlineData(
        "gateway-2, key: gateway-2.key", "gateway-1, key: gateway-2.key", 8, "gateways[1].id", "is there twice")]
    [InlineData("key: gateway-2.key", "key: gateway-9.key", 8, "gateways[1].key", "there is no file")]
    [InlineData("key: gateway-2.key", "key: aggregator.yaml", 8, "gateways[1].key", "A key file holds one line")]
    [InlineData("id: gateway-2", "id: Gateway_2", 8, "gateways[1].id", "cannot name a gateway")]
    public void Every_fault_of_the_aggregators_file_names_file_line_and_key(
        string good, string bad, int line, string key, string text)
    {
        Replace("aggregator.yaml", good, bad);

        Expect(AggregatorFile.Load(_site.PathOf("aggregator.yaml")), "aggregator.yaml", line, key, text);
    }

    [Fact]
    public void One_key_signs_or_two_while_they_are_rotated_and_never_three()
    {
        using var two = new TestSite(1, "old", "new");
        Assert.Equal(["old", "new"], two.Settings.Signing.Select(key => key.Name));
        Assert.Contains(
            "signing: names 3 keys",
            Assert.Throws<InvalidOperationException>(() => new TestSite(1, "a", "b", "c").Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zone: Asia/Shanghai", "zone: China/Somewhere", 3, "zone", "is no zone of the tz database")]
    [InlineData("headcount: 42", "headcount: many", 12, "units[0].headcount", "must be a whole number")]
    [InlineData("nameEn: Development", "nameDe: Development", 11, "units[0].nameDe", "is not known here")]
    [InlineData("gateway: gateway-2", "gateway: gateway-9", 16, "meters[2].gateway", "of aggregator.yaml")]
    [InlineData("{id: m-2", "{id: m-1", 15, "meters[1].id", "is there twice in 'meters'")]
    [InlineData("meter: m-3", "meter: m-9", 22, "points[2].meter", "add it to 'meters'")]
    [InlineData("unit: unit-01", "unit: unit-99", 23, "points[2].unit", "add it to 'units'")]
    [InlineData("role: circuit", "role: main", 23, "points[2].unit", "does not go with role main")]
    [InlineData("role: circuit", "role: roof", 22, "points[2].role", "use one of unit, circuit, main, plant")]
    [InlineData("unit: unit-01, building", "building", 22, "points[2].unit", "names the unit whose consumption it is")]
    [InlineData("building: building-1", "building: building-7", 23, "points[2].building", "add it to 'buildings'")]
    [InlineData("resource: water", "resource: gas", 20, "points[1].resource", "use one of electricity, water")]
    [InlineData("points:", "points: none", 18, "", "is not YAML")]
    [InlineData("zone:", "outageDays: 0\nzone:", 3, "outageDays", "'0' must be a whole number from 1 to 31")]
    [InlineData("zone:", "outageDays: 32\nzone:", 3, "outageDays", "'32' must be a whole number from 1 to 31")]
    [InlineData("zone:", "outageDays: a week\nzone:", 3, "outageDays", "must be a whole number from 1 to 31")]
    [InlineData("zone:", "outageDays:\nzone:", 3, "outageDays", "needs a value")]
    public void Every_fault_of_the_sites_file_names_file_line_and_key(
        string good, string bad, int line, string key, string text)
    {
        Replace("site.yaml", good, bad);
        if (text.StartsWith("names the unit", StringComparison.Ordinal))
            Replace("site.yaml", "role: circuit", "role: unit");

        Expect(
            SiteFile.Load(_site.PathOf("site.yaml"), _site.Settings.Keys.Keys.ToHashSet()), "site.yaml", line, key,
            text);
    }

    [Theory]
    [InlineData("", 7)]
    [InlineData("outageDays: 1\n", 1)]
    [InlineData("outageDays: 31\n", 31)]
    public void The_longest_outage_is_a_week_unless_the_site_says_otherwise(string line, int days)
    {
        Replace("site.yaml", "zone:", line + "zone:");

        var loaded = Assert.IsType<Loaded<Site>.Ok>(
            SiteFile.Load(_site.PathOf("site.yaml"), _site.Settings.Keys.Keys.ToHashSet()));
        Assert.Equal(days, loaded.Value.OutageDays);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Replace("site.yaml", "meter: m-3", "meter: m-9");
        Replace("site.yaml", "headcount: 42", "headcount: -1");

        var failed = Assert.IsType<Loaded<Site>.Failed>(
            SiteFile.Load(_site.PathOf("site.yaml"), _site.Settings.Keys.Keys.ToHashSet()));

        Assert.Equal(2, failed.Complaints.Length);
    }

    [Fact]
    public void Items_and_keys_of_one_list_are_all_told_at_once()
    {
        Replace("site.yaml", "  - {id: m-2, gateway: gateway-1, building", "  - m-2\n  - {id: m-2, gate: way, bilding");

        var complaints = Assert.IsType<Loaded<Site>.Failed>(
            SiteFile.Load(_site.PathOf("site.yaml"), _site.Settings.Keys.Keys.ToHashSet())).Complaints;

        var places = complaints.Select(complaint => complaint[_site.PathOf("site.yaml").Length..].Split(": ")[..2]);
        Assert.Equal(
            [":15 meters[1]", ":16 meters[2].bilding", ":16 meters[2].building", ":16 meters[2].gate",
                ":16 meters[2].gateway"],
            places.Select(place => string.Join(' ', place)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Expect(AggregatorFile.Load(_site.PathOf("nothing.yaml")), "nothing.yaml", 0, "", "cannot be read");
    }

    [Fact]
    public void A_key_never_shows_in_a_fault()
    {
        var secret = GatewayKey.Create("k1").ToLine();
        _site.Write("gateway-2.key", secret + "0");

        var failed = Assert.IsType<Loaded<AggregatorSettings>.Failed>(
            AggregatorFile.Load(_site.PathOf("aggregator.yaml")));

        Assert.DoesNotContain(secret.Split(':')[1], failed.Complaints[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_site_needs_a_restart()
    {
        Replace("site.yaml", "site: zhoushan", "site: elsewhere");

        Assert.Contains("needs a restart", Assert.Single(_site.Current.Reload()), StringComparison.Ordinal);
    }

    private void Expect<T>(Loaded<T> loaded, string file, int line, string key, string text)
    {
        var place = _site.PathOf(file) + (line > 0 ? $":{line}: " : ": ") + (key.Length > 0 ? $"{key}: " : "");
        var complaints = Assert.IsType<Loaded<T>.Failed>(loaded).Complaints;
        Assert.True(
            complaints.Any(complaint => complaint.StartsWith(place, StringComparison.Ordinal)
                && complaint.Contains(text, StringComparison.Ordinal)),
            string.Join('\n', complaints));
    }

    private void Replace(string file, string good, string bad)
    {
        var text = File.ReadAllText(_site.PathOf(file));
        var at = text.LastIndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{good} is not in {file}");
        _site.Write(file, text[..at] + bad + text[(at + good.Length)..]);
    }
}
