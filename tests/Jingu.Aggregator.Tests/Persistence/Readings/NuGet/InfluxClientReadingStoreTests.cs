using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Persistence.Readings.Influx;
using Jingu.Time;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Readings.NuGet;

/// <summary>
/// The whole contract with InfluxDB.Client as the writer, and that it steps aside for a server it cannot write to.
/// </summary>
public sealed class InfluxClientReadingStoreTests(InfluxServerFixture fixture)
    : ReadingStoreContract, IClassFixture<InfluxServerFixture>
{
    private readonly InfluxDoor _door = InfluxDoor.Open(fixture.Server.Url);
    private readonly string _database = fixture.NewDatabase();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _door.DisposeAsync();
    }

    [Fact]
    public void The_library_is_named() =>
        Assert.Equal("InfluxDB 1.8.10 by InfluxDB.Client 5.1.0", Store.Description);

    [Fact]
    public async Task A_server_without_its_endpoint_is_written_to_by_our_own_writer_and_that_is_said()
    {
        await using var store = ReadingStores.Create("", fixture.Server.Url, _database, MachineTime.OfThisMachine);

        await store.OpenAsync(default);

        Assert.EndsWith("(InfluxDB.Client needs 1.8 or later)", store.Description, StringComparison.Ordinal);
        Assert.Empty(await store.WriteAsync([.. Batches.Ticks(2, 2)], [], default));
    }

    private protected override IReadingStore NewStore() =>
        ReadingStores.Create("", _door.Url, _database, MachineTime.OfThisMachine);
}
