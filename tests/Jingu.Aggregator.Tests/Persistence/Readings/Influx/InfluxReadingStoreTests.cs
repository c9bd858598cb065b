using System.Net;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Readings.Influx;
using Jingu.Contracts.Readings;
using Jingu.Testing.Stores;
using Jingu.Time;
using Xunit;
using static Jingu.Aggregator.Tests.Persistence.Readings.Batches;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

public sealed class InfluxReadingStoreTests(InfluxServerFixture fixture)
    : ReadingStoreContract, IClassFixture<InfluxServerFixture>
{
    private readonly string _database = fixture.NewDatabase();

    private InfluxServer Server => fixture.Server;

    [Fact]
    public async Task A_field_of_another_type_parks_its_entry_and_no_other()
    {
        var line = $"reading,meter=m-9 power=\"text\" {Start.ToUnixTimeMilliseconds()}\n"
            + $"interval,point=p-9 amount=\"text\" {Start.AddDays(70).ToUnixTimeMilliseconds()}";
        Assert.Equal(HttpStatusCode.NoContent, await Server.WriteAsync(_database, line));
        var (bad, alsoBad) = (Samples(2), Intervals(8));

        var offenders = await Store.WriteAsync(
            [
                Sample(Samples(1), "m", Start, new StoredValue(Energy, 1)),
                Sample(bad, "m", Start.AddMinutes(5), new(Energy, 2), new(Power, 3)),
                Sample(Samples(3), "m", Start.AddMinutes(10), new StoredValue(Energy, 3)),
            ],
            [
                Interval(Intervals(7), "p", Start, 1),
                Interval(alsoBad, "p", Start.AddDays(70), 1),
                Interval(Intervals(9), "p", Start.AddMinutes(15), 1),
            ],
            default);

        Assert.Equal([bad, alsoBad], offenders.ToHashSet());
        Assert.Equal([1L, 3L], (await AllSamplesAsync("m")).Select(sample => sample.Origin.Sequence));
        Assert.Equal(2, (await Store.IntervalsAsync(new("p"), Start, Start.AddDays(1), default)).Count);
    }

    [Fact]
    public async Task What_was_stored_before_epochs_is_of_the_first()
    {
        await WriteAsync([], [Interval(Intervals(1), "p", Start, 5)]);
        var line = "interval,point=q amount=5i,total=5i,register=5i,quality=1i,meter=\"m\",opening=false,"
            + $"origin=\"{new OriginText(Gateway, Journal, 0)}\",sequence=2i {Start.ToUnixTimeMilliseconds()}";
        Assert.Equal(HttpStatusCode.NoContent, await Server.WriteAsync(_database, line));

        Assert.Equal(1, (await Store.LastIntervalAsync(new("q"), Start.AddDays(1), default))!.Interval.Epoch);
    }

    [Fact]
    public async Task A_killed_server_is_said_and_keeps_what_it_took()
    {
        await using var own = await InfluxServer.StartAsync();
        await using var store = ReadingStores.Create("", own.Url, null, MachineTime.OfThisMachine);
        await store.OpenAsync(default);
        Assert.Empty(await store.WriteAsync([.. Ticks(5, 5)], [.. Month(5, 5)], default));
        var before = await store.CountAsync(default);

        await own.KillAsync();
        var fault = await Assert.ThrowsAsync<ReadingStoreException>(
            () => store.WriteAsync([.. Ticks(5, 6)], [], default));
        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ReadingStoreException>(() => store.SumAsync(Start, Start.AddDays(1), default));
        await own.StartAgainAsync();

        Assert.Equal(before.PerStream.AsEnumerable(), (await store.CountAsync(default)).PerStream);
        Assert.Empty(await store.WriteAsync([.. Ticks(5, 6)], [], default));
        var after = await store.CountAsync(default);
        Assert.Equal(30, after.PerStream.Single(stream => stream.Origin == Samples(0)).Items);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_at_opening()
    {
        await using var store = ReadingStores.Create("", new("http://127.0.0.1:9"), null, MachineTime.OfThisMachine);

        var fault = await Assert.ThrowsAsync<ReadingStoreException>(() => store.OpenAsync(default));

        Assert.Contains("start it or correct its address", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_dropped_while_running_is_said_and_taken_up_again_by_opening()
    {
        await Server.QueryAsync(_database, $"DROP DATABASE \"{_database}\"");
        var fault = await Assert.ThrowsAsync<ReadingStoreException>(
            () => Store.WriteAsync([.. Ticks(1, 1)], [], default));
        Assert.Contains($"create the database '{_database}' again", fault.Message, StringComparison.Ordinal);

        await Store.OpenAsync(default);

        await WriteAsync([.. Ticks(1, 1)], []);
    }

    [Fact]
    public async Task The_servers_retention_is_read_at_opening()
    {
        Assert.Null(Store.KeepsFrom(Start));
        await Server.QueryAsync(_database, $"ALTER RETENTION POLICY \"autogen\" ON \"{_database}\" DURATION 31d");

        await Store.OpenAsync(default);

        Assert.Equal(Start.AddDays(-31), Store.KeepsFrom(Start));
    }

    [Fact]
    public async Task Counters_lie_in_the_series_as_whole_base_units_and_power_as_a_float()
    {
        await WriteAsync([Sample(Samples(1), "m", Start, new(Energy, 123), new(Power, -15))], [.. Month(1, 1)]);

        var fields = await Server.QueryAsync(_database, "SHOW FIELD KEYS");
        var values = await Server.QueryAsync(_database, "SELECT energy_import, power FROM reading");

        Assert.Contains("[\"energy_import\",\"integer\"]", fields, StringComparison.Ordinal);
        Assert.Contains("[\"power\",\"float\"]", fields, StringComparison.Ordinal);
        Assert.Contains("[\"amount\",\"integer\"]", fields, StringComparison.Ordinal);
        Assert.Contains($"[{Start.ToUnixTimeMilliseconds()},1230,-1.5]", values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_lines_than_one_request_carries_are_all_stored()
    {
        await WriteAsync([.. Ticks(60, 100)], [.. Month(3, 2000)]);

        var counts = await Store.CountAsync(default);

        Assert.Equal(12_000, counts.PerStream.Sum(stream => stream.Items));
        var sums = await Store.SumAsync(Start, Start.AddMonths(1), default);
        Assert.Equal(3 * 2000, sums.Sum(sum => sum.Intervals[Quality.Measured]));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1:8086", "jingu")]
    [InlineData("http://127.0.0.1:8086", "a\"; DROP DATABASE b")]
    public void An_address_or_a_name_that_cannot_be_used_is_said(string address, string database) =>
        Assert.Throws<ReadingStoreException>(
            () => ReadingStores.Create("", new(address), database, MachineTime.OfThisMachine));

    [Fact]
    public void The_description_names_the_server_and_the_writer() =>
        Assert.StartsWith("InfluxDB 1.6.7", Store.Description, StringComparison.Ordinal);

    private protected override IReadingStore NewStore() =>
        ReadingStores.Create("", Server.Url, _database, MachineTime.OfThisMachine);
}
