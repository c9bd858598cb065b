using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class WebTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _gateway = new TestGateway(_site.Keys[0]);
        Assert.IsType<Handled.Done>(
            await _aggregator.Ingestion.HandleAsync([_gateway.Intervals(1, 96), _gateway.Samples(1, 2)], default));
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    /// <summary>A machine has few watches of files to give, and our own files are read again on SIGHUP.</summary>
    [Fact]
    public void No_file_is_watched()
    {
        var configuration = (IConfigurationRoot)_aggregator.Services.GetRequiredService<IConfiguration>();
        Assert.Empty(configuration.Providers.OfType<FileConfigurationProvider>());
        var pages = Assert.IsType<PhysicalFileProvider>(
            _aggregator.Services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider);
        Assert.True(pages.UsePollingFileWatcher);
    }

    [Fact]
    public async Task The_report_tells_each_units_month()
    {
        using var report = await JsonAsync("/api/report?month=2017-03");

        var root = report.RootElement;
        Assert.Equal("2017-02-28T16:00:00+00:00", root.GetProperty("from").GetString());
        var unit = Assert.Single(root.GetProperty("units").EnumerateArray());
        Assert.Equal("市发展和改革委员会", unit.GetProperty("name").GetString());
        var electricity = unit.GetProperty("electricity");
        Assert.Equal(96_000, electricity.GetProperty("usedWh").GetInt64());
        Assert.Equal(672, unit.GetProperty("water").GetProperty("usedL").GetInt64());
        Assert.Equal(JsonValueKind.Null, electricity.GetProperty("budgetWh").ValueKind);
        Assert.Equal(JsonValueKind.Null, electricity.GetProperty("stage").ValueKind);
        Assert.Equal((96, 1760), (
            electricity.GetProperty("quality").GetProperty("measured").GetInt32(),
            electricity.GetProperty("quality").GetProperty("missing").GetInt32()));
    }

    [Fact]
    public async Task Points_tell_a_month_or_a_part_of_it()
    {
        using var month = await JsonAsync("/api/points?month=2017-03");
        using var hour = await JsonAsync("/api/points?from=2017-02-28T16:00:00Z&to=2017-02-28T17:00:00Z");

        Assert.Equal((96_000, 96, 2976), Figures(month));
        Assert.Equal((4000, 4, 4), Figures(hour));
    }

    [Fact]
    public async Task Points_tell_the_registers_at_the_months_midnights_and_no_use_that_nobody_knows()
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("meter", "m-1").Add("epoch", "1").Add("total", "1040").Add("register", "40").Add("quality", "measured")
            .Add("beforeAt", "2017-02-28T15:57:00.0000000+00:00").Add("beforeCount", "37")
            .Add("afterAt", "2017-02-28T16:02:00.0000000+00:00").Add("afterCount", "42");
        var begins = new GatewayEvent(
            EventKinds.MonthBoundary, TestGateway.March, "unit-01-electricity", "A month begins.", facts);
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
            [_gateway.Batch(
                JournalStream.Events, 1, TestGateway.Known, [new Entry.Event(ClockTrust.Synchronised, begins)])],
            default));

        using var month = await JsonAsync("/api/points?month=2017-03");

        var point = month.RootElement.EnumerateArray().Single(
            item => item.GetProperty("id").GetString() == "unit-01-electricity");
        Assert.Equal(1040, point.GetProperty("begin").GetProperty("total").GetInt64());
        Assert.Equal(37, point.GetProperty("begin").GetProperty("before").GetProperty("count").GetInt64());
        Assert.Equal(JsonValueKind.Null, point.GetProperty("end").ValueKind);
        var unknown = month.RootElement.EnumerateArray().Single(
            item => item.GetProperty("id").GetString() == "circuit-01");
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("reported").ValueKind);
    }

    [Fact]
    public async Task Delivery_is_counted_from_the_stores()
    {
        using var delivery = await JsonAsync("/api/delivery");

        Assert.Equal(4, delivery.RootElement.GetProperty("samplesStored").GetInt64());
        Assert.Equal(192, delivery.RootElement.GetProperty("intervalsStored").GetInt64());
        Assert.Equal(2, delivery.RootElement.GetProperty("streams").GetArrayLength());
    }

    [Fact]
    public async Task Gateways_tell_their_last_reading()
    {
        using var gateways = await JsonAsync("/api/gateways");

        var (first, second) = (gateways.RootElement[0], gateways.RootElement[1]);
        Assert.Equal("2017-02-28T16:15:00+00:00", first.GetProperty("lastReading").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("lastReading").ValueKind);
    }

    [Fact]
    public async Task The_report_comes_as_CSV_too()
    {
        var csv = await _aggregator.Browser.GetStringAsync(
            new Uri("/api/report?month=2017-03&format=csv", UriKind.Relative));

        Assert.StartsWith("month,unit,name,headcount,electricityWh,", csv, StringComparison.Ordinal);
        Assert.Contains("2017-03,unit-01,\"市发展和改革委员会\",42,96000,96,0,1760,672,", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/report?month=2017-13")]
    [InlineData("/api/report?month=2017-03&format=pdf")]
    [InlineData("/api/points?from=yesterday&to=now")]
    public async Task A_wrong_parameter_is_answered_with_a_sentence(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches("such as 2017-03|use json or csv", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("en-GB,en;q=0.8", "Consumption of units", "Development and Reform Commission", "lang=\"en\"")]
    [InlineData("zh-CN", "单位用能", "市发展和改革委员会", "lang=\"zh-CN\"")]
    [InlineData("zh", "单位用能", "市发展和改革委员会", "lang=\"zh-CN\"")]
    [InlineData("fr", "单位用能", "市发展和改革委员会", "lang=\"zh-CN\"")]
    public async Task The_page_speaks_the_readers_language(
        string accepted, string heading, string unit, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/units", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);

        using var answer = await _aggregator.Browser.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"<h1>{heading}</h1>", page, StringComparison.Ordinal);
        Assert.Contains(unit, page, StringComparison.Ordinal);
        Assert.Contains(language, page, StringComparison.Ordinal);
        Assert.Contains(">96.0<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"badge bench\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_month_shows_the_current_one_and_says_so()
    {
        var page = await _aggregator.Browser.GetStringAsync(
            new Uri("/units?month=nonsense&culture=en", UriKind.Relative));

        Assert.Contains("This is no month", page, StringComparison.Ordinal);
        Assert.Contains("value=\"2017-03\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_whether_anything_is_stored()
    {
        using var health = await JsonAsync("/health");

        Assert.Equal("working", health.RootElement.GetProperty("status").GetString());
        Assert.False(health.RootElement.GetProperty("broker").GetBoolean());
    }

    private static (long Reported, int Intervals, int Expected) Figures(JsonDocument points)
    {
        var point = points.RootElement.EnumerateArray().Single(
            item => item.GetProperty("id").GetString() == "unit-01-electricity");
        return (
            point.GetProperty("reported").GetInt64(), point.GetProperty("intervals").GetInt32(),
            point.GetProperty("expectedIntervals").GetInt32());
    }

    [Fact]
    public async Task What_was_switched_is_told_with_its_proof()
    {
        var gateway = new TestGateway(_site.Keys[0]);
        var happened = new GatewayEvent(
            EventKinds.SwitchActionChanged, TestGateway.March.AddDays(2), "s-1", "s-1 is off, proven by its load.",
            ImmutableSortedDictionary<string, string>.Empty
                .Add("point", "s-1").Add("unit", "unit-01").Add("resource", "electricity").Add("operation", "cut")
                .Add("state", "proven").Add("grade", "load").Add("decidedAt", "2017-03-03T00:00:00Z"));
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
            [
                gateway.Batch(
                    JournalStream.Events, 1, TestGateway.Known, [new Entry.Event(ClockTrust.Synchronised, happened)]),
            ],
            default));

        using var march = await JsonAsync("/api/enforcement?month=2017-03");
        using var april = await JsonAsync("/api/enforcement?month=2017-04");

        var action = Assert.Single(march.RootElement.GetProperty("actions").EnumerateArray());
        Assert.Equal("s-1", action.GetProperty("point").GetString());
        Assert.Equal("load", action.GetProperty("grade").GetString());
        Assert.Equal(1, march.RootElement.GetProperty("cuts")[0].GetProperty("count").GetInt32());
        Assert.Equal(0, april.RootElement.GetProperty("actions").GetArrayLength());
    }

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
