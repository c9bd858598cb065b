using Jingu.Aggregator.Web.Telemetry;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Telemetry;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Counters_gauges_and_histograms_are_written_as_the_format_says()
    {
        var text = PrometheusText.Write([
            new("jingu.ingest.messages", MeasuredKind.Counter, "{message}", "Messages", [new([], 12)]),
            new("jingu.gateway.backlog", MeasuredKind.Gauge, "s", "Age\nof \\ it",
                [new([("gateway", "a\"b\\c\nd")], 1.5)]),
            new("http.server.request.duration", MeasuredKind.Histogram, "s", "Duration",
                [new([("http.route", "/api")], 0.75)
                {
                    Buckets = [(0.5, 1), (double.PositiveInfinity, 2)],
                }]),
            new("jingu.nothing", MeasuredKind.Counter, "", "Never shown", []),
        ]);

        Assert.Equal(
            """
            # HELP http_server_request_duration_seconds Duration
            # TYPE http_server_request_duration_seconds histogram
            http_server_request_duration_seconds_bucket{http_route="/api",le="0.5"} 1
            http_server_request_duration_seconds_bucket{http_route="/api",le="+Inf"} 2
            http_server_request_duration_seconds_sum{http_route="/api"} 0.75
            http_server_request_duration_seconds_count{http_route="/api"} 2
            # HELP jingu_gateway_backlog_seconds Age\nof \\ it
            # TYPE jingu_gateway_backlog_seconds gauge
            jingu_gateway_backlog_seconds{gateway="a\"b\\c\nd"} 1.5
            # HELP jingu_ingest_messages_total Messages
            # TYPE jingu_ingest_messages_total counter
            jingu_ingest_messages_total 12

            """,
            text);
    }
}
