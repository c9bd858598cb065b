using Jingu.Aggregator.Persistence.Readings.Influx;
using Jingu.Aggregator.Persistence.Readings.NuGet;
using Jingu.Aggregator.Tests.Persistence.Readings.Influx;

namespace Jingu.Aggregator.Tests.Persistence.Readings.NuGet;

public sealed class InfluxClientReadingWriterTests : LineWriterContract
{
    private protected override (string Path, string Database) Endpoint => ("/api/v2/write?", "bucket");

    private protected override ILineWriter NewWriter(InfluxAddress address) =>
        new InfluxClientReadingWriter(address, new("1.8.10"));
}
