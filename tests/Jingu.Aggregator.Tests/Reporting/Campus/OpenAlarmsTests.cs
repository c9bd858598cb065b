using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Campus;

public sealed class OpenAlarmsTests
{
    private const string Point = "circuit-01";
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("gateway-offline", false)]
    [InlineData("gateway-silent", true, 76)]
    [InlineData("gateway-behind", true, 0, 1.5)]
    [InlineData("clock-untrusted", true, 0, 0, "unset")]
    [InlineData("clock-untrusted", true, 0, 0, "untrusted")]
    [InlineData("", true, 0, 0, "holdover")]
    [InlineData("policy-missing", true, 0, 0, "synchronised", "missing")]
    [InlineData("policy-unsigned", true, 0, 0, "synchronised", "unsigned")]
    public void A_gateway_is_told_for_what_is_wrong_with_it_alone(
        string kind, bool online = true, int silentMinutes = 0, double behind = 0, string trust = "synchronised",
        string policy = "good")
    {
        var state = new GatewayState(
            1, "1.0", "native", ImmutableSortedDictionary<string, string>.Empty, false, Now, trust, "j",
            ImmutableSortedDictionary<string, long>.Empty, behind, 1, [], PolicyStanding: policy);
        var gateway = new GatewayReport(
            "gateway-1", online, Now.AddMinutes(-silentMinutes), 0, behind, state);

        var alarms = Of(gateways: [gateway]);

        Assert.Equal(kind.Length == 0 ? [] : [kind], alarms.Select(alarm => alarm.Kind));
        Assert.All(alarms, alarm => Assert.Equal(
            kind is not ("gateway-behind" or "policy-missing" or "policy-unsigned"), alarm.IsSerious));
    }

    [Fact]
    public void What_waits_for_a_person_is_told_of_its_unit_and_a_drill_asks_nobody()
    {
        var asked = new StandingReport(
            "gateway-1", "unit-01", "electricity", "exhausted", false, false, Drill: false, Now)
        {
            ApprovalAskedAt = Now.AddHours(-1),
        };
        var armed = asked with { Unit = "unit-02", Armed = true, ApprovalAskedAt = null };

        Assert.Equal(
            [("restore-asked", "unit-02", Now), ("approval-asked", "unit-01", Now.AddHours(-1))],
            Of(standings: [asked, armed]).Select(alarm => (alarm.Kind, alarm.Unit!, alarm.Since!.Value)));
        Assert.Empty(Of(standings: [asked with { Drill = true }, armed with { Drill = true }]));
    }

    [Theory]
    [InlineData(EventKinds.RegisterFell, true)]
    [InlineData(EventKinds.MeterSilent, true)]
    [InlineData(EventKinds.PolicyRefused, true)]
    [InlineData(EventKinds.CaseSettled, false)]
    [InlineData(EventKinds.MeterBack, false)]
    [InlineData(EventKinds.PolicyApplied, false)]
    public void What_happened_last_stands_open_until_something_ends_it(string kind, bool stands) =>
        Assert.Equal(stands ? [kind] : [], Of(last: [Happened(kind)]).Select(alarm => alarm.Kind));

    [Theory]
    [InlineData("cut", "not-proven", "cut-not-proven")]
    [InlineData("restore", "failed", "restore-failed")]
    [InlineData("cut", "proven", "")]
    [InlineData("dim", "not-proven", "")]
    public void A_switching_that_nobody_proved_is_an_alarm_of_its_unit(string operation, string state, string kind)
    {
        var alarms = Of(last:
        [
            Happened(
                EventKinds.SwitchActionChanged, ("operation", operation), ("state", state), ("unit", "unit-01")),
        ]);

        Assert.Equal(
            kind.Length == 0 ? [] : [(kind, "unit-01", true)],
            alarms.Select(alarm => (alarm.Kind, alarm.Unit!, alarm.IsSerious)));
    }

    [Fact]
    public void A_plants_alarm_stands_until_it_has_an_end_and_what_is_serious_comes_first()
    {
        PlantAlarm Alarm(DateTimeOffset? end) =>
            new(PlantAlarmKind.InverterFault, Now, Now, end, 1, [], []);

        Assert.Equal(
            [("register-fell", Point), ("plant-inverter-fault", "roof-2")],
            Of(last: [Happened(EventKinds.RegisterFell)], plants: [("roof-1", Alarm(Now)), ("roof-2", Alarm(null))])
                .Select(alarm => (alarm.Kind, alarm.Subject)));
    }

    private static ImmutableArray<OpenAlarm> Of(
        GatewayReport[]? gateways = null, StandingReport[]? standings = null, RecordedEvent[]? last = null,
        (string Plant, PlantAlarm Alarm)[]? plants = null) => OpenAlarms.Of(
            gateways ?? [], standings ?? [], last ?? [], plants ?? [], [], Now, DateTimeZone.Utc);

    private static RecordedEvent Happened(string kind, params (string Name, string Value)[] facts) => new(
        new GatewayId("gateway-1"), JournalId.Parse(new string('7', 32)), 1,
        new(kind, Now.AddHours(-2), Point, "It happened.", facts.ToImmutableSortedDictionary(
            fact => fact.Name, fact => fact.Value)));
}
