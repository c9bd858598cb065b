using Jingu.Contracts.Events;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Readings;
using Jingu.Edge.Delivery.Signed;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Signed;

/// <summary>Codes that are typed in on site.</summary>
public sealed class GrantsTests : IDisposable
{
    private readonly SignedRig _rig = new();

    public GrantsTests() => _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_code_counts_once_in_the_month_it_is_used_in_and_is_told()
    {
        Assert.IsType<GrantOutcome.Given>(Type(Code(1)));
        Assert.IsType<GrantOutcome.Wrong>(Type(Code(1)));
        var used = Assert.Single(_rig.Events, told => told.Kind == EventKinds.GrantUsed);
        var extension = Assert.Single(_rig.Journal.ReadExtensions());
        Assert.Equal(
            ("grant-gateway-1-1", SignedRig.Unit, Resource.Electricity, 50_000L, "2026-03"),
            (extension.Name, extension.Unit, extension.Resource, extension.Amount, extension.Month));
        Assert.Equal(extension.Name, used.Facts["name"]);
        Assert.Single(_rig.Events, told => told.Kind == EventKinds.GrantUsed);
    }

    [Fact]
    public void A_restart_forgets_neither_the_counter_nor_wrong_tries()
    {
        Assert.IsType<GrantOutcome.Given>(Type(Code(2)));
        for (var i = 0; i < 4; i++)
            Assert.IsType<GrantOutcome.Wrong>(Type(Code(1)));
        _rig.Restart();
        Assert.IsType<GrantOutcome.Wrong>(Type(Code(2)));
        // Five are enough: a good one is not even looked at, and stays good.
        Assert.IsType<GrantOutcome.Unread>(Type(Code(3)));
        _rig.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.IsType<GrantOutcome.Unread>(Type(Code(3)));
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<GrantOutcome.Given>(Type(Code(3)));
        Assert.Equal(5, _rig.Events.Count(told => told.Kind == EventKinds.GrantRefused));
    }

    [Fact]
    public void A_code_within_the_window_is_taken_and_ends_those_before_it()
    {
        Assert.IsType<GrantOutcome.Wrong>(Type(Code(GrantCode.Window + 1)));
        Assert.IsType<GrantOutcome.Given>(Type(Code(GrantCode.Window)));
        Assert.IsType<GrantOutcome.Wrong>(Type(Code(1)));
    }

    [Fact]
    public void A_good_code_for_a_unit_that_the_policy_does_not_know_stays_good()
    {
        Assert.IsType<GrantOutcome.Unread>(Type(Code(1, unit: 6)));
        Assert.Empty(_rig.Journal.ReadExtensions());
        Assert.IsType<GrantOutcome.Given>(Type(Code(1)));
    }

    [Fact]
    public void Something_else_than_twenty_digits_is_no_try()
    {
        for (var i = 0; i < 10; i++)
            Assert.IsType<GrantOutcome.Unread>(Type("1234"));
        Assert.IsType<GrantOutcome.Given>(Type(Code(1).Insert(10, " - ")));
    }

    [Fact]
    public void Without_a_trusted_clock_it_is_taken_and_counts_when_there_is_one()
    {
        using var rig = new SignedRig(vouched: false);
        rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        var code = Code(1);
        Assert.IsType<GrantOutcome.Given>(
            new Grants(rig.Options, rig.Journal, rig.States).Take(code, "Li", rig.Time.GetUtcNow()));
        Assert.DoesNotContain(rig.Events, told => told.Kind == EventKinds.GrantUsed);
        Assert.Null(rig.Journal.ReadExtensions().Single().Month);
        rig.Vouch();
        _ = rig.Events;
        Assert.Single(rig.Events, told => told.Kind == EventKinds.GrantUsed);
        Assert.Equal("2026-03", rig.Journal.ReadExtensions().Single().Month);
    }

    private GrantOutcome Type(string code) =>
        new Grants(_rig.Options, _rig.Journal, _rig.States).Take(code, "Li", _rig.Time.GetUtcNow());

    private string Code(long counter, int unit = 5) => GrantCode.Make(
        _rig.Options.Site, _rig.Options.Gateway, _rig.Options.Key, unit, Resource.Electricity, 50_000, counter);
}
