using Jingu.Aggregator.Persistence.Readings.Influx;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

public sealed class InfluxVersionTests
{
    [Theory]
    [InlineData("1.6.7~rc0", false)]
    [InlineData("1.7.11", false)]
    [InlineData("1.8.10", true)]
    [InlineData("v2.7.1", true)]
    [InlineData("3.0.1", true)]
    [InlineData("unknown", false)]
    [InlineData("", false)]
    public void Only_servers_with_the_newer_endpoint_are_written_to_there(string text, bool takes) =>
        Assert.Equal(takes, new InfluxVersion(text).TakesV2Writes);
}
