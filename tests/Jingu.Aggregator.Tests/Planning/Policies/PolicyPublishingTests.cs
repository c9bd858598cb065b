using System.Globalization;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Policies;

/// <summary>When a policy is made anew, and how often policies and commands are sent.</summary>
public sealed class PolicyPublishingTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Actor Li = Actor.OfPerson("Li");

    private static readonly UnitId Unit = new("unit-01");
    private static readonly CommandAction Confirm = new CommandAction.ConfirmRestore(Unit, Resource.Electricity);

    private PublishingRig _rig = null!;

    public async Task InitializeAsync() => _rig = await PublishingRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_policy_whose_content_never_changes_is_issued_anew_thirty_days_before_it_ends()
    {
        // Nothing of a unit is behind gateway-2: months come and go and its policy says the same.
        await _rig.LookAsync();
        Assert.Equal("2017-05-31T16:00:00Z", NotAfter());
        JumpTo("2017-05-01T15:59:59Z");
        await _rig.LookAsync();
        Assert.Equal(1, _rig.PublishedVersion("gateway-2"));

        JumpTo("2017-05-01T16:00:00Z");
        await _rig.LookAsync();
        Assert.Equal(2, _rig.PublishedVersion("gateway-2"));
        Assert.Equal("2017-07-31T16:00:00Z", NotAfter());
        await _rig.LookAsync();
        Assert.Equal(2, _rig.PublishedVersion("gateway-2"));
    }

    [Fact]
    public async Task With_the_month_the_months_of_a_policy_turn()
    {
        await _rig.LookAsync();
        JumpTo("2017-03-31T15:59:59Z");
        await _rig.LookAsync();
        Assert.Equal(1, _rig.PublishedVersion("gateway-1"));
        JumpTo("2017-03-31T16:00:00Z");
        await _rig.LookAsync();
        Assert.Equal(2, _rig.PublishedVersion("gateway-1"));
        var months = PublishingRig.PayloadOf(_rig.Published.Last())["units"]![0]!["months"]!.AsArray();
        Assert.Equal(["2017-04", "2017-05", "2017-06"], months.Select(month => (string)month!["month"]!));
    }

    [Fact]
    public async Task A_head_count_that_changes_in_mid_month_is_in_the_next_policy_by_its_days()
    {
        await _rig.LookAsync();
        Assert.Equal([42 * 98_000, 42 * 98_000, 42 * 98_000], Budgets());
        await _rig.ImportAsync(PlanTable.Headcounts, "leavers", new()
        {
            ["unit"] = "unit-01",
            ["from"] = "2017-03-16",
            ["established"] = "20",
            ["users"] = "20",
        });
        await _rig.LookAsync();
        Assert.Equal(2, _rig.PublishedVersion("gateway-1"));
        // 98,000 x (42 x 15 + 20 x 16) / 31 = 3,003,225.8.
        Assert.Equal([3_003_225, 20 * 98_000, 20 * 98_000], Budgets());

        IEnumerable<long> Budgets() => PublishingRig.PayloadOf(_rig.Published.Last(
            message => message.Topic == PublishingRig.DesiredTopic("gateway-1")))["units"]![0]!["months"]!.AsArray()
            .Select(month => (long)month!["budget"]!);
    }

    [Fact]
    public async Task On_a_bench_a_look_by_the_machines_timer_sends_and_makes_nothing_anew()
    {
        await using var rig = await PublishingRig.OpenAsync(onBench: true);
        await rig.LookAsync();
        rig.SiteClock.JumpTo(DateTimeOffset.Parse("2017-03-31T16:00:00Z", CultureInfo.InvariantCulture));
        await rig.StartAsync();
        var sent = rig.Published.Count;
        await Eventually.UntilAsync(() =>
        {
            rig.MachineClock.Advance(Second);
            return rig.Published.Count > sent + 2;
        });
        Assert.Equal(1, rig.PublishedVersion("gateway-1"));

        await rig.LookAsync();
        Assert.Equal(2, rig.PublishedVersion("gateway-1"));
    }

    [Fact]
    public async Task The_policy_that_includes_an_extension_leaves_before_its_command()
    {
        await _rig.LookAsync();
        _rig.Published.Clear();
        await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity, new CommandAction.Extend(Unit, Resource.Electricity, "2017-03", 1_000), Li,
            "test", null, default);
        await _rig.LookAsync();
        Assert.Equal(
            [PublishingRig.DesiredTopic("gateway-1"), Topics.Command(new("zhoushan"), new("gateway-1"))],
            _rig.Published.Select(message => message.Topic));
    }

    [Fact]
    public async Task A_broker_that_comes_back_gets_every_policy_again_also_an_answered_one()
    {
        await _rig.StartAsync();
        await Eventually.UntilAsync(() => SentTo("gateway-1") == 1);
        await _rig.HappenAsync(1, EventKinds.PolicyApplied, "Version 1 is in force.", ("version", "1"));

        _rig.Broker.Stop();
        _rig.Broker.Start();
        await Eventually.UntilAsync(() =>
        {
            _rig.MachineClock.Advance(Second);
            return SentTo("gateway-1") == 2;
        });
        Assert.All(_rig.Published, message => Assert.True(message.Retain));
    }

    [Fact]
    public async Task A_policy_without_a_receipt_is_sent_again_ever_more_rarely()
    {
        var topic = PublishingRig.DesiredTopic("gateway-1");
        Assert.Equal(
            [0, 4, 12, 28, 60, 124],
            await _rig.SentAfterAsync(topic, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(150)));
        // Twelve more, an hour apart, and it is never rarer than once an hour.
        Assert.Equal(12, (await _rig.SentAfterAsync(topic, TimeSpan.FromHours(1), TimeSpan.FromHours(12))).Count);
        Assert.Equal([0, 60 * 60], await _rig.SentAfterAsync(topic, TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)));
        Assert.Equal(1, _rig.PublishedVersion("gateway-1"));
    }

    [Theory]
    [InlineData(EventKinds.PolicyApplied)]
    [InlineData(EventKinds.PolicyRefused)]
    public async Task A_policy_with_a_receipt_is_not_sent_again(string kind)
    {
        await _rig.LookAsync();
        await _rig.HappenAsync(1, kind, "A receipt.", ("version", "1"));
        Assert.Empty(await _rig.SentAfterAsync(
            PublishingRig.DesiredTopic("gateway-1"), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public async Task A_receipt_for_the_version_before_does_not_count_for_the_newest()
    {
        JumpTo("2017-03-31T15:00:00Z");
        await _rig.LookAsync();
        await _rig.HappenAsync(1, EventKinds.PolicyApplied, "Version 1 is in force.", ("version", "1"));
        await _rig.HappenAsync(2, EventKinds.PolicyRefused, "Somebody's was refused.", ("running", "1"));
        JumpTo("2017-03-31T16:00:00Z");
        Assert.Equal([0, 4, 12], await _rig.SentAfterAsync(
            PublishingRig.DesiredTopic("gateway-1"), Second, TimeSpan.FromSeconds(20)));
        Assert.Equal(2, _rig.PublishedVersion("gateway-1"));
    }

    [Fact]
    public async Task A_command_is_sent_ever_more_rarely_until_it_is_answered()
    {
        var issued = Assert.IsType<DeskOutcome.Issued>(await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity, Confirm, Li, "test", null, default));
        Assert.Equal([0, 4, 12, 28, 60, 120, 180], await SentAsync(TimeSpan.FromMinutes(3)));

        await _rig.HappenAsync(1, EventKinds.CommandAnswered, "Done.", ("id", issued.Commands.Single().Id));
        Assert.Empty(await SentAsync(TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public async Task A_command_whose_time_is_over_is_sent_no_more_and_the_broker_keeps_it_no_longer()
    {
        await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity, Confirm, Li, "test",
            _rig.SiteClock.GetUtcNow().AddMinutes(10), default);
        _rig.SiteClock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal([0], await SentAsync(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMinutes(6), _rig.Published.Last().Expiry);

        _rig.SiteClock.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty(await SentAsync(TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public async Task Rules_of_shared_meters_change_nothing_that_a_gateway_could_cut_by()
    {
        await _rig.LookAsync();
        var before = Budgeted();
        await _rig.ImportAsync(PlanTable.Allocations, "shares", new()
        {
            ["point"] = PublishingRig.SharedPoint,
            ["unit"] = "unit-01",
            ["from"] = "2017-01-01",
            ["rule"] = "remainder",
        });
        await _rig.LookAsync();
        Assert.Equal(before, Budgeted());
        Assert.DoesNotContain(PublishingRig.SharedPoint, Budgeted(), StringComparison.Ordinal);
    }

    /// <summary>All that the policy of gateway-1 says of units, but for the plan and version it came from.</summary>
    private string Budgeted()
    {
        var units = PublishingRig.PayloadOf(_rig.Published.Last(
            message => message.Topic == PublishingRig.DesiredTopic("gateway-1")))["units"]!.AsArray();
        foreach (var unit in units)
        {
            unit!["ladder"]!.AsObject().Remove("version");
            foreach (var month in unit["months"]!.AsArray())
                month!.AsObject().Remove("plan");
        }
        return units.ToJsonString();
    }

    private Task<IReadOnlyList<int>> SentAsync(TimeSpan span) =>
        _rig.SentAfterAsync(Topics.Command(new("zhoushan"), new("gateway-1")), Second, span);

    private int SentTo(string gateway) =>
        _rig.Published.Count(message => message.Topic == PublishingRig.DesiredTopic(gateway));

    private string NotAfter() => (string)PublishingRig.PayloadOf(
        _rig.Published.Last(message => message.Topic == PublishingRig.DesiredTopic("gateway-2")))["notAfter"]!;

    private void JumpTo(string instant) => _rig.SiteClock.JumpTo(
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
}
