using Jingu.Contracts.Readings;
using Jingu.Simulators.People;
using Jingu.Simulators.Report;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.People;

/// <summary>Declared people do what is declared, at looks only, and the same again from the same decisions.</summary>
public sealed class StaffTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>Local midnight.</summary>
    private static readonly DateTimeOffset Midnight = new(2026, 3, 5, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_due_is_done_at_the_next_look_and_once()
    {
        var office = new FakeOffice(Asked(Midnight.AddHours(6.5)));
        await PlayAsync(office, days: 2);

        var (at, deed) = Assert.Single(office.Done);
        Assert.Equal((Midnight.AddHours(7).AddMinutes(20).AddSeconds(37), Deed.Approve), (at, deed));
    }

    [Fact]
    public async Task In_a_drill_nobody_acts()
    {
        var office = new FakeOffice(Asked(Midnight.AddHours(6.5)) with { Drill = true });
        await PlayAsync(office, days: 1);

        Assert.Empty(office.Done);
    }

    [Fact]
    public async Task While_the_aggregator_is_away_it_waits()
    {
        var office = new FakeOffice(Asked(Midnight.AddHours(6.5))) { OpensAt = Midnight.AddHours(12) };
        await PlayAsync(office, days: 1);

        Assert.True(Assert.Single(office.Done).At > office.OpensAt);
    }

    [Fact]
    public async Task What_is_declared_once_is_done_once_however_many_units_warn()
    {
        var office = new FakeOffice(
            [.. Enumerable.Range(1, 3).Select(unit => Asked(Midnight) with
            {
                Unit = $"unit-0{unit}", Rule = "warning-reached", Asks = ["tell"],
            })]);
        await PlayAsync(office, days: 1);

        Assert.Equal([Deed.Transfer, Deed.SelectEmergency], office.Done.Select(done => done.Deed));
    }

    [Fact]
    public void A_difference_or_a_broken_chain_breaks_the_promise_and_no_decision_claims_nothing()
    {
        var good = new StoredChain("gateway-1", "j", 3, 3, 0, 0, null);

        Assert.True(Assert.Single(ReplayPromise.Judge([good])).Held);
        Assert.False(Assert.Single(ReplayPromise.Judge([good, good with { Equal = 2, Different = 1 }])).Held);
        Assert.False(Assert.Single(ReplayPromise.Judge([good with { Equal = 2, NotComparable = 1 }])).Held);
        Assert.False(Assert.Single(ReplayPromise.Judge([good with { Broken = "record 2 is missing" }])).Held);
        Assert.Empty(ReplayPromise.Judge([]));
    }

    private static Decided Asked(DateTimeOffset at) => new(
        "gateway-1", at, "unit-01", Resource.Electricity, "final-notice-issued", ["tell", "ask-approval"], false);

    private static async Task PlayAsync(FakeOffice office, int days)
    {
        var staff = new Staff(PeoplePlan.Declared(), office, Zone);
        for (var now = staff.NextAfter(Midnight); now < Midnight.AddDays(days); now = staff.NextAfter(now))
        {
            office.Now = now;
            await staff.ReachedAsync(now, default);
        }
    }

    private sealed class FakeOffice(params Decided[] decisions) : IOffice
    {
        public DateTimeOffset Now { get; set; }

        public DateTimeOffset OpensAt { get; init; }

        public List<(DateTimeOffset At, Deed Deed)> Done { get; } = [];

        public bool IsOpen => Now >= OpensAt;

        public Task<IReadOnlyList<Decided>> DecisionsAsync(DateTimeOffset now, CancellationToken stop) =>
            Task.FromResult<IReadOnlyList<Decided>>([.. decisions.Where(decided => decided.At <= now)]);

        public Task DoAsync(DateTimeOffset now, Reaction reaction, Decided decided, CancellationToken stop)
        {
            Done.Add((now, reaction.Do));
            return Task.CompletedTask;
        }
    }
}
