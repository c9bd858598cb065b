using Jingu.Aggregator.Persistence.Readings.Influx;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

public sealed class HttpLineWriterTests : LineWriterContract, IDisposable
{
    private readonly HttpClient _http = new();

    private protected override (string Path, string Database) Endpoint => ("/write?", "db");

    public void Dispose() => _http.Dispose();

    private protected override ILineWriter NewWriter(InfluxAddress address) => new HttpLineWriter(address, _http);
}
