using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Tests.Planning.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Mqtt;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Leases;

/// <summary>
/// A budget behind two gateways, from the plan to grants in signed policies and back by reports, over real files,
/// envelopes and documents.
/// </summary>
public sealed class LeasePublishingTests : IAsyncLifetime
{
    private const long Budget = 42 * 98_000;
    private static readonly Actor Li = Actor.OfPerson("Li");

    private static readonly UnitId Unit = new("unit-01");
    private readonly SharingGateway[] _gateways = [new(1), new(2)];
    private PublishingRig _rig = null!;

    public async Task InitializeAsync() => _rig = await PublishingRig.OpenAsync(
        "  - {id: unit-01-second, meter: m-3, resource: electricity, direction: import, role: unit, "
        + "unit: unit-01, building: building-1}\n");

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Both_are_told_that_they_share_and_get_parts_of_it_once_they_have_reported()
    {
        await _rig.LookAsync();
        Array.ForEach(_gateways, TakeNewest);
        Assert.All(_gateways, gateway => Assert.Equal(0, gateway.Held.Version));

        await AgreeAsync();
        Assert.All(_gateways, gateway => Assert.Equal(Budget / 2, gateway.Held.Spendable));
        var policy = PublishingRig.PayloadOf(Newest(2))["units"]!.AsArray().Single(
            unit => (string)unit!["resource"]! == "Electricity")!;
        Assert.Equal(["unit-01-second"], policy["points"]!.AsArray().Select(point => (string)point!));
        Assert.Equal("2017-04", (string)policy["nextLease"]!["period"]!);
        Assert.Equal(
            ["2 gateways share it: 4,116,000 Wh of 4,116,000 Wh leased, 0 Wh used.",
                "gateway-1 holds 2,058,000 Wh, used 0 Wh.", "gateway-2 holds 2,058,000 Wh, used 0 Wh."],
            LeaseText.Sentences((await _rig.BookAsync(SharingGateway.Month))!, Resource.Electricity));
    }

    [Fact]
    public async Task An_extension_adds_up_once_and_goes_to_no_gateway_as_a_command()
    {
        await AgreeAsync();
        var issued = Assert.IsType<DeskOutcome.Issued>(await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity,
            new CommandAction.Extend(Unit, Resource.Electricity, SharingGateway.Month, 1_000), Li, "test", null,
            default));
        await AgreeAsync();
        Assert.Equal(Budget + 1_000, _gateways.Sum(gateway => gateway.Held.Spendable));
        var stored = Assert.Single(await _rig.CommandAsync(Assert.Single(issued.Commands).Id));
        Assert.Equal(
            ("done", "1000 more in 2017-03, shared by gateway-1 and gateway-2 with their next policies."),
            (stored.State, stored.Answer));
        Assert.DoesNotContain(_rig.Published, message => message.Topic.EndsWith("/command", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_person_says_goes_to_both_and_a_code_to_the_one_that_is_named()
    {
        var issued = Assert.IsType<DeskOutcome.Issued>(await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity, new CommandAction.ConfirmRestore(Unit, Resource.Electricity), Li, "test",
            null, default));
        Assert.Equal(["gateway-1", "gateway-2"], issued.Commands.Select(command => command.Gateway.Value));
        Assert.Equal(2, issued.Commands.Select(command => command.Id).Distinct().Count());
        var emergency = Assert.IsType<DeskOutcome.Refused>(await _rig.Desk.CommandAsync(
            Unit, Resource.Electricity, new CommandAction.SelectEmergency(Unit, Resource.Electricity), Li, "test",
            null, default));
        Assert.Contains("kind 'emergency'", emergency.Why, StringComparison.Ordinal);

        var order = new GrantOrder(Unit, Resource.Electricity, 10_000, "Li", "test");
        var unnamed = Assert.IsType<DeskOutcome.Refused>(await _rig.Desk.CodeAsync(order, default));
        Assert.Contains("name the one", unnamed.Why, StringComparison.Ordinal);
        var code = Assert.IsType<DeskOutcome.Code>(
            await _rig.Desk.CodeAsync(order with { Gateway = new("gateway-2") }, default));
        Assert.Equal("gateway-2", code.Gateway.Value);
    }

    [Fact]
    public async Task When_all_is_used_both_hear_of_it_and_no_part_is_left()
    {
        await AgreeAsync();
        // The first one uses whatever it holds; the second one nothing.
        for (var round = 0; round < 60 && !_gateways[0].Held.Final; round++)
        {
            _gateways[0].Use(long.Max(0, _gateways[0].Held.Spendable - _gateways[0].Used));
            await AgreeAsync();
        }
        Assert.All(_gateways, gateway => Assert.True(gateway.Held.Final));
        Assert.Equal([Budget, 0], _gateways.Select(gateway => gateway.Held.Spendable));
        Assert.Equal([0, Budget], _gateways.Select(gateway => gateway.Held.UsedElsewhere));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Parts_never_add_up_to_more_than_the_budget_whatever_is_lost_doubled_or_replaced(int seed)
    {
        var random = new Random(seed);
        var sent = new List<Sent>();
        var (bound, codes, grown) = (Budget, 0L, 0);
        await _rig.LookAsync();
        for (var step = 0; step < 150; step++)
        {
            _rig.SiteClock.Advance(TimeSpan.FromMinutes(1));
            var now = _rig.SiteClock.GetUtcNow();
            var gateway = _gateways[random.Next(2)];
            var before = gateway.Held.Spendable;
            switch (random.Next(20))
            {
                case < 3:
                    gateway.Use(random.Next(2) * long.Max(0, gateway.Held.Spendable - gateway.Used) / 2);
                    break;
                case < 7:
                    // Large enough that the two compete for all that is left.
                    sent.Add(gateway.Report(now, 1 + random.Next(1_000_000)));
                    break;
                case < 12 when sent.Count > 0:
                    // Mostly what was sent last; everything stays on the way and may arrive again.
                    var one = sent[random.Next(3) > 0
                        ? ^(1 + random.Next(int.Min(3, sent.Count))) : random.Next(sent.Count)];
                    await _rig.DeliverAsync(one.Gateway, one.Journal, one.Sequence, one.Happened);
                    await _rig.LookAsync();
                    break;
                case < 17:
                    var topic = PublishingRig.DesiredTopic($"gateway-{gateway.Number}");
                    var documents = _rig.Published.Where(message => message.Topic == topic).ToList();
                    gateway.Take(documents[random.Next(3) > 0 ? ^1 : random.Next(documents.Count)]);
                    break;
                case 17:
                    sent.Add(gateway.TypeCode(20_000, now));
                    codes += 20_000;
                    break;
                case 18:
                    await _rig.Desk.CommandAsync(
                        Unit, Resource.Electricity,
                        new CommandAction.Extend(Unit, Resource.Electricity, SharingGateway.Month, 50_000), Li,
                        "test", null, default);
                    bound += 50_000;
                    break;
                case 19 when random.Next(3) == 0:
                    gateway.ReplaceCard();
                    break;
            }
            grown += gateway.Held.Spendable > before ? 1 : 0;
            var held = _gateways.Sum(each => each.Held.Spendable);
            Assert.True(held <= bound + codes, $"step {step}: {held} is held of {bound} and {codes} by code");
        }
        Assert.True(grown > 3, $"parts grew only {grown} times: it says nothing");
    }

    /// <summary>Everything arrives, until nothing new is to be said.</summary>
    private async Task AgreeAsync()
    {
        for (var round = 0; round < 4; round++)
        {
            _rig.SiteClock.Advance(TimeSpan.FromMinutes(1));
            foreach (var gateway in _gateways)
            {
                var report = gateway.Report(_rig.SiteClock.GetUtcNow());
                await _rig.DeliverAsync(report.Gateway, report.Journal, report.Sequence, report.Happened);
            }
            await _rig.LookAsync();
            Array.ForEach(_gateways, TakeNewest);
        }
    }

    private void TakeNewest(SharingGateway gateway) => gateway.Take(Newest(gateway.Number));

    private MqttMessage Newest(int number) =>
        _rig.Published.Last(message => message.Topic == PublishingRig.DesiredTopic($"gateway-{number}"));
}
