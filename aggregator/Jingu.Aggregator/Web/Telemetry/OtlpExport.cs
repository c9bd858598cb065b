using Jingu.Aggregator.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>
/// Sends what the instruments count to a collector, every minute and once more at the end, where <c>otlp</c> of
/// aggregator.yaml names one. A collector that is away costs nothing but its figures.
/// </summary>
internal sealed class OtlpExport(AggregatorSettings settings) : IHostedService
{
    private MeterProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Otlp is { } collector)
        {
            _provider = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService(
                    typeof(OtlpExport).Assembly.GetName().Name!, serviceInstanceId: settings.Listen.Authority))
                .AddMeter(Instruments.Meters)
                .AddOtlpExporter(options =>
                {
                    options.Protocol = OtlpExportProtocol.HttpProtobuf;
                    options.Endpoint = new(collector, "/v1/metrics");
                })
                .Build();
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Dispose();
        return Task.CompletedTask;
    }
}
