using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Contracts.Readings;
using Jingu.Mqtt;
using NodaTime;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Tests.Persistence.Rollups;

/// <summary>A building with a main, plants, units and a pump; three days over the end of a month.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class RollupsTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly LocalDate First = new(2017, 2, 27);
    private static readonly LocalDate End = new(2017, 3, 2);
    private static readonly DateTimeOffset Start = new(2017, 2, 26, 16, 0, 0, TimeSpan.Zero);
    private RollupRig _rig = null!;

    public async Task InitializeAsync()
    {
        var site = new TestSite();
        PlantSite.Write(site);
        Assert.Empty(site.Current.Reload());
        _rig = await RollupRig.OpenAsync(site);
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sums_equal_the_intervals_whatever_comes_late_twice_or_instead_of_an_estimate(int seed)
    {
        var random = new Random(seed);
        var messages = Messages(random);
        // After the first day a new journal's first interval bridges the two others; what comes then replaces it.
        var another = new TestGateway(_rig.Ingest.Site.Keys[0]);
        foreach (var (batch, index) in messages.Chunk(12).Select((batch, index) => (batch, index)))
        {
            await HandleAsync(batch);
            if (random.Next(3) == 0)
                await HandleAsync(messages[random.Next((index + 1) * 12)]);
            if (index == 8)
            {
                await HandleAsync([
                    .. _rig.Site.Points.Select((point, place) => RollupRig.Interval(
                        another, place + 1, point.Id.Value, Start.AddDays(3).AddMinutes(-15), 1_000,
                        register: 900_000)),
                ]);
                await _rig.SettleAsync();
                Assert.True((await _rig.SumAsync(RollupOf.Point, "main", "2017-03-01"))!.Stored.Estimated > 50);
            }
            if (random.Next(4) == 0)
                await _rig.RoundAsync();
            if (random.Next(4) == 0)
                _rig.Kill();
        }
        await _rig.SettleAsync();

        await _rig.AssertEqualAsync(First, End);
        Assert.Contains(
            await _rig.RestatementsAsync("2017-03"), each => each is { Of: "building", Period: "2017-03-01" });
    }

    [Theory]
    [InlineData("rollup", "INSERT")]
    [InlineData("restatement", "INSERT")]
    [InlineData("rollup_dirty", "DELETE")]
    public async Task A_kill_between_any_two_steps_of_a_round_loses_and_doubles_nothing(string table, string what)
    {
        var gateway = _rig.Ingest.First;
        await HandleAsync(RollupRig.Interval(gateway, 1, "main", Start, 500));
        await _rig.SettleAsync();
        await HandleAsync(RollupRig.Interval(gateway, 2, "main", Start.AddMinutes(15), 300));
        await _rig.Ingest.ExecuteAsync(
            $"CREATE TRIGGER kill BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'killed'); END");

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(_rig.RoundAsync);
        await _rig.Ingest.ExecuteAsync("DROP TRIGGER kill");
        Assert.Equal(500, (await _rig.SumAsync(RollupOf.Building, "building-1", "2017-02-27"))!.Amount);
        Assert.Empty((await _rig.RestatementsAsync("2017-02")).Where(each => each.Old is not null));
        _rig.Kill();
        await _rig.SettleAsync();

        await _rig.AssertEqualAsync(First, End);
        Assert.Single(
            await _rig.RestatementsAsync("2017-02"),
            each => each is { Of: "building", Item: "used", Period: "2017-02-27", Old: 500, New: 800 });
    }

    [Fact]
    public async Task A_kill_between_readings_and_committed_ranges_loses_no_mark_of_what_was_bridged()
    {
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "main", Start, 500));
        await _rig.SettleAsync();
        var other = new TestGateway(_rig.Ingest.Site.Keys[0]);
        var late = RollupRig.Interval(other, 1, "main", Start.AddDays(2), 100, register: 9_000);
        await _rig.Ingest.ExecuteAsync(
            "CREATE TRIGGER kill BEFORE INSERT ON committed BEGIN SELECT RAISE(ABORT, 'killed'); END");

        Assert.IsType<Aggregator.Ingest.Handled.Held>(await _rig.Ingest.HandleAsync(late));
        await _rig.Ingest.ExecuteAsync("DROP TRIGGER kill");
        await _rig.SettleAsync();
        await HandleAsync(late);
        await _rig.SettleAsync();

        Assert.Equal(95, (await _rig.SumAsync(RollupOf.Point, "main", "2017-02-27"))!.Stored.Estimated);
        await _rig.AssertEqualAsync(First, End);
    }

    [Fact]
    public async Task What_is_delivered_while_a_round_reads_is_summed_by_the_next()
    {
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "main", Start, 500));
        await _rig.SettleAsync();
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 2, "main", Start.AddMinutes(15), 300));
        _rig.Ingest.Store.AfterReading(() => HandleAsync(
            RollupRig.Interval(_rig.Ingest.First, 3, "main", Start.AddMinutes(30), 7)));
        await _rig.RoundAsync();

        Assert.Equal(800, (await _rig.SumAsync(RollupOf.Point, "main", "2017-02-27"))!.Amount);
        await _rig.SettleAsync();
        Assert.Equal(807, (await _rig.SumAsync(RollupOf.Point, "main", "2017-02-27"))!.Amount);
    }

    [Fact]
    public async Task What_was_stored_before_sums_were_kept_is_summed_and_restates_nothing()
    {
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "main", Start, 500));
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 2, "main", Start.AddDays(-300), 7));
        await _rig.Ingest.ExecuteAsync("DELETE FROM rollup_dirty");
        await _rig.SettleAsync();

        Assert.Equal(500, (await _rig.SumAsync(RollupOf.Building, "building-1", "2017-02"))!.Amount);
        Assert.Equal(7, (await _rig.SumAsync(RollupOf.Point, "main", "2016-05"))!.Amount);
        Assert.Empty(await _rig.RestatementsAsync("2017-02"));
        Assert.Empty(await _rig.RestatementsAsync("2016-05"));
    }

    /// <summary>As an earlier version would have left it, which knew nothing of PV.</summary>
    [Fact]
    public async Task A_store_that_was_kept_with_fewer_figures_is_summed_again_and_restates_nothing()
    {
        await HandleAsync([
            .. _rig.Site.Points.Select((point, place) => RollupRig.Interval(
                _rig.Ingest.First, place + 1, point.Id.Value, Start, 100 + (10 * place)))]);
        await _rig.SettleAsync();
        await _rig.Ingest.ExecuteAsync("DELETE FROM rollup WHERE item IN ('balanced', 'pv')");
        await _rig.Ingest.ExecuteAsync("DELETE FROM rollup_basis WHERE name = 'figures'");
        _rig.Kill();
        await _rig.SettleAsync();

        Assert.NotNull(await _rig.SumAsync(RollupOf.Building, "building-1", "2017-02", RollupItem.Pv));
        await _rig.AssertEqualAsync(First, End);
        Assert.Empty(await _rig.RestatementsAsync("2017-02"));
    }

    [Fact]
    public async Task A_late_interval_after_the_report_is_listed_with_old_and_new_and_who_brought_it()
    {
        _rig.Ingest.SiteClock.JumpTo(Start.AddHours(12));
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "unit-01-electricity", Start, 500));
        await _rig.SettleAsync();
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 2, "unit-01-electricity", Start.AddMinutes(15), 5));
        await _rig.SettleAsync();
        Assert.Empty(await _rig.RestatementsAsync("2017-02"));

        _rig.Ingest.SiteClock.JumpTo(Start.AddHours(27));
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 3, "unit-01-electricity", Start.AddMinutes(30), 9));
        await _rig.SettleAsync();

        var restated = await _rig.RestatementsAsync("2017-02");
        var unit = Assert.Single(restated, each => each.Of == "unit");
        Assert.Equal(("unit-01", "2017-02-27", 505, 514), (unit.Id, unit.Period, unit.Old, unit.New));
        Assert.Equal(("delivery", "gateway-1"), (unit.Cause, unit.Subject));
        Assert.Equal((94, 93), (unit.OldQuality!.Missing, unit.NewQuality!.Missing));
        Assert.Equal(["point", "unit"], restated.Select(each => each.Of).Order());
    }

    [Fact]
    public async Task A_site_that_says_otherwise_whose_meter_it_is_restates_both_units()
    {
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "unit-01-electricity", Start, 500));
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 2, "unit-02-electricity", Start, 70));
        await _rig.SettleAsync();
        var file = _rig.Ingest.Site.PathOf("site.yaml");
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("unit: unit-02,", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            file, text.Replace("unit: unit-02,", "unit: unit-01,", StringComparison.Ordinal));
        Assert.Empty(_rig.Ingest.Site.Current.Reload());

        await _rig.SettleAsync();

        Assert.Equal(570, (await _rig.SumAsync(RollupOf.Unit, "unit-01", "2017-02"))!.Amount);
        Assert.Null(await _rig.SumAsync(RollupOf.Unit, "unit-02", "2017-02-27"));
        Assert.Equal(
            [("unit-01", 500, 570), ("unit-02", 70, null)],
            (await _rig.RestatementsAsync("2017-02"))
                .Where(each => each is { Cause: "site-changed", Period: "2017-02", Of: "unit" })
                .Select(each => (each.Id, each.Old, each.New)).Order());
    }

    [Fact]
    public async Task Another_zone_makes_other_days()
    {
        await HandleAsync(RollupRig.Interval(_rig.Ingest.First, 1, "main", Start.AddHours(2), 500));
        await _rig.SettleAsync();
        var file = _rig.Ingest.Site.PathOf("site.yaml");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file)).Replace("Asia/Shanghai", "UTC", StringComparison.Ordinal));
        Assert.Empty(_rig.Ingest.Site.Current.Reload());

        await _rig.SettleAsync();

        Assert.Equal(500, (await _rig.SumAsync(RollupOf.Point, "main", "2017-02-26"))!.Amount);
        Assert.Null(await _rig.SumAsync(RollupOf.Point, "main", "2017-02-27"));
    }

    /// <summary>Intervals of every point, in an order of chance: first those of one day, then of two more.</summary>
    private List<MqttMessage> Messages(Random random)
    {
        var all = new List<(string Point, DateTimeOffset Start)>();
        for (var i = 0; i < (3 * 96) - 1; i += 6)
        {
            foreach (var point in _rig.Site.Points)
                all.Add((point.Id.Value, Start + (i * Interval.Length)));
        }
        var shuffled = all.ToArray();
        random.Shuffle(shuffled.AsSpan(0, shuffled.Length / 3));
        random.Shuffle(shuffled.AsSpan(shuffled.Length / 3));
        return
        [
            .. shuffled.Select((each, index) => RollupRig.Interval(
                _rig.Ingest.First, index + 1, each.Point, each.Start, random.Next(1, 5_000),
                random.Next(5) == 0 ? Quality.Estimated : Quality.Measured)),
        ];
    }

    private async Task HandleAsync(params MqttMessage[] messages) =>
        Assert.IsType<Aggregator.Ingest.Handled.Done>(await _rig.Ingest.HandleAsync(messages));
}
