using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Delivering;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Configuration;

public sealed class DeliverySectionTests : IDisposable
{
    private const string Good = """
        deliveries:
          - id: finance
            reports: [month, campus]
            formats: [xlsx, pdf]
            language: zh
            folder: out/reports
          - id: city
            reports: statistics
            formats: json
            language: en
            webhook: {url: "https://city.example/reports?token=t", keyFile: city.key}
            latestDays: 5
            from: 2026-01
            timeout: 10s
            givesUpAfter: 2d
        """;

    private readonly TestSite _site = new();

    public DeliverySectionTests() => _site.Write("city.key", $"{new string('k', WebhookKey.LengthMin)}\n");

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Deliveries_are_read_as_written()
    {
        var deliveries = Assert.IsType<Loaded<AggregatorSettings>.Ok>(Load(Good)).Value.Deliveries;

        Assert.Equal(
            ("finance", "zh", 3, (YearMonth?)null, TimeSpan.FromSeconds(30), TimeSpan.FromDays(7)),
            (deliveries[0].Id, deliveries[0].Language, deliveries[0].LatestDays, deliveries[0].From,
                deliveries[0].Timeout, deliveries[0].GivesUpAfter));
        Assert.Equal([ReportKind.Month, ReportKind.Campus], deliveries[0].Reports.AsEnumerable());
        Assert.Equal([ReportFormat.Xlsx, ReportFormat.Pdf], deliveries[0].Formats.AsEnumerable());
        Assert.Equal(new DeliveryTarget.Folder(_site.PathOf("out/reports")), deliveries[0].Target);
        Assert.Equal([ReportKind.Statistics], deliveries[1].Reports.AsEnumerable());
        Assert.Equal(
            (5, new YearMonth(2026, 1), TimeSpan.FromSeconds(10), TimeSpan.FromDays(2)),
            (deliveries[1].LatestDays, deliveries[1].From, deliveries[1].Timeout, deliveries[1].GivesUpAfter));
        Assert.Equal("https://city.example/reports", deliveries[1].Target.Shown);
        Assert.Empty(_site.Settings.Deliveries);
    }

    [Theory]
    [InlineData("id: finance", "id: Finance Dept", 11, "[0].id", "cannot name a delivery")]
    [InlineData("id: city", "id: finance", 16, "[1].id", "is there twice in 'deliveries'")]
    [InlineData("[month, campus]", "[month, roofs]", 12, "[0].reports", "'roofs' is not known: use one of campus")]
    [InlineData("[month, campus]", "[month, month]", 12, "[0].reports", "lists one twice")]
    [InlineData("[month, campus]", "[]", 12, "[0].reports", "is empty")]
    [InlineData("[xlsx, pdf]", "[xlsx, docx]", 13, "[0].formats", "use one of csv, json, pdf, xlsx")]
    [InlineData("language: zh", "language: de", 14, "[0].language", "'de' is not known")]
    [InlineData("folder: out/reports", "fodler: out", 15, "[0].fodler", "is not known here")]
    [InlineData("folder: out/reports", "fodler: out", 11, "[0]", "give exactly one")]
    [InlineData("latestDays: 5", "folder: x", 16, "[1]", "give exactly one")]
    [InlineData("latestDays: 5", "latestDays: 0", 21, "[1].latestDays", "from 1 to 28")]
    [InlineData("from: 2026-01", "from: January", 22, "[1].from", "is no month")]
    [InlineData("timeout: 10s", "timeout: 1h", 23, "[1].timeout", "must be a time from 1s to 5m")]
    [InlineData("givesUpAfter: 2d", "givesUpAfter: 5m", 24, "[1].givesUpAfter", "from 1h to 30d")]
    [InlineData("https://city", "ftp://city", 20, "[1].webhook.url", "is no address")]
    [InlineData("https://city", "https://me:pw@city", 20, "[1].webhook.url", "holds a name or password")]
    [InlineData("keyFile: city.key", "keyFile: no.key", 20, "[1].webhook.keyFile", "cannot be used")]
    [InlineData("keyFile: city.key", "keyFile: short.key", 20, "[1].webhook.keyFile", "at least 32 characters")]
    [InlineData("keyFile: city.key", "key: city.key", 20, "[1].webhook.keyFile", "is missing")]
    public void Every_fault_names_file_line_and_key(string good, string bad, int line, string key, string text)
    {
        _site.Write("short.key", "secret");
        Assert.Contains(good, Good, StringComparison.Ordinal);

        var complaints = Assert.IsType<Loaded<AggregatorSettings>.Failed>(
            Load(Good.Replace(good, bad, StringComparison.Ordinal))).Complaints;

        var place = $"{_site.PathOf("aggregator.yaml")}:{line}: deliveries{key}: ";
        Assert.True(
            complaints.Any(complaint => complaint.StartsWith(place, StringComparison.Ordinal)
                && complaint.Contains(text, StringComparison.Ordinal)),
            string.Join('\n', complaints));
        Assert.All(complaints, complaint => Assert.DoesNotContain("secret\n", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_deliveries_never_share_a_folder()
    {
        var twice = Good + "\n" + Good.Replace("deliveries:\n", "", StringComparison.Ordinal)
            .Replace("id: finance", "id: again", StringComparison.Ordinal)
            .Replace("id: city", "id: town", StringComparison.Ordinal)
            .Replace("out/reports", "out/../out/reports", StringComparison.Ordinal);

        Assert.Contains(
            "another delivery writes to",
            Assert.Single(Assert.IsType<Loaded<AggregatorSettings>.Failed>(Load(twice)).Complaints),
            StringComparison.Ordinal);
    }

    private Loaded<AggregatorSettings> Load(string deliveries)
    {
        var file = _site.PathOf("aggregator.yaml");
        _site.Write("aggregator.yaml", File.ReadAllText(file).TrimEnd('\n') + $"\n{deliveries}\n");
        return AggregatorFile.Load(file);
    }
}
