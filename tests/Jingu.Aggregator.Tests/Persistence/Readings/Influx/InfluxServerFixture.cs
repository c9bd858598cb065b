using Jingu.Testing.Stores;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

/// <summary>One server for all tests of a class; each test has a database of its own.</summary>
public sealed class InfluxServerFixture : IAsyncLifetime
{
    private int _databases;

    public InfluxServer Server { get; private set; } = null!;

    public string NewDatabase() => $"test-{Interlocked.Increment(ref _databases)}";

    public async Task InitializeAsync() => Server = await InfluxServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
