using System.Text;
using System.Text.Json.Nodes;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Delivery.Signed;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Signed;

/// <summary>What is in force, whoever writes to the topic.</summary>
public sealed class PolicyTests : IDisposable
{
    private readonly SignedRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Without_a_policy_nothing_is_in_force() =>
        Assert.Equal(PolicyStanding.Missing, _rig.States.Standing(SignedRig.Noon));

    [Fact]
    public void A_newer_policy_is_in_force_at_once_with_a_receipt_and_after_a_restart()
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(5), SignedRig.New));
        Assert.Equal(5, _rig.States.Current!.Version);
        Assert.Equal(["3", "5"], Told(EventKinds.PolicyApplied).Select(told => told.Facts["version"]));

        _rig.Restart();
        Assert.Equal(5, _rig.States.Current!.Version);
        Assert.Equal(PolicyStanding.Good, _rig.States.Standing(SignedRig.Noon));
    }

    [Fact]
    public void The_receipt_is_not_lost_by_a_kill_before_the_tick_and_not_told_twice()
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        _rig.Restart();
        Assert.Single(Told(EventKinds.PolicyApplied));
        _rig.Restart();
        Assert.Single(Told(EventKinds.PolicyApplied));
    }

    [Fact]
    public void The_same_policy_again_is_what_a_broker_does_and_no_event()
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        Assert.Single(Told(EventKinds.PolicyApplied));
        Assert.Empty(Told(EventKinds.PolicyRefused));
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "older", "it is version 2, and 3 is in force" },
        { "same version, other content", "another version 3" },
        { "other site", "addressed to ningbo/gateway-1" },
        { "other gateway", "addressed to zhoushan/gateway-2" },
        { "stranger's key", "key 'stranger' is not trusted" },
        { "stranger's key under a known name", "its signature is wrong" },
        { "wrong type", "of type 'jingu-command'" },
        { "unsigned", "no signed document" },
        { "signature cut off", "its signature is wrong" },
        { "truncated", "no signed document" },
        { "payload changed", "its signature is wrong" },
        { "expired", "held until" },
        { "half a policy", "no policy" },
        { "empty", "no signed document" },
        { "too long", "bytes" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Whatever_else_comes_leaves_it_as_it_is_and_is_an_event(string attack, string why)
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        _rig.SendPolicy(Message(attack));

        Assert.Equal(3, _rig.States.Current!.Version);
        Assert.Equal(1_000_000, _rig.States.Current.Units[0].Months[0].Budget);
        var told = Assert.Single(Told(EventKinds.PolicyRefused));
        Assert.Contains(why, told.Text, StringComparison.Ordinal);
        Assert.Equal("3", told.Facts["running"]);
        _rig.Restart();
        Assert.Equal(3, _rig.States.Current!.Version);
    }

    [Fact]
    public void A_key_that_is_trusted_no_more_ends_what_it_signed_until_a_trusted_one_signs()
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        _rig.Trust("new");
        _rig.Restart();
        Assert.Null(_rig.States.Current);
        Assert.Equal(PolicyStanding.Unsigned, _rig.States.Standing(SignedRig.Noon));

        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(4)));
        Assert.Null(_rig.States.Current);
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(4), SignedRig.New));
        Assert.Equal(PolicyStanding.Good, _rig.States.Standing(SignedRig.Noon));
    }

    [Fact]
    public void Two_keys_are_trusted_at_a_time_and_no_third()
    {
        var refused = Assert.ThrowsAny<Exception>(() => _rig.Trust("old", "new", "third"));
        Assert.Contains("gateway.yaml:9: trusted: names 3 keys", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "names 2 keys: give one, or two of different names",
            Assert.ThrowsAny<Exception>(() => _rig.Trust("old", "old")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_holds_until_its_end_and_is_missing_from_then_on()
    {
        _rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3, notAfter: SignedRig.Noon.AddDays(2))));
        Assert.Equal(PolicyStanding.Good, _rig.States.Standing(SignedRig.Noon.AddDays(2).AddTicks(-1)));
        Assert.Equal(PolicyStanding.Missing, _rig.States.Standing(SignedRig.Noon.AddDays(2)));
    }

    [Fact]
    public void A_flood_is_counted_whole_and_told_in_part()
    {
        for (var i = 0; i < 500; i++)
            _rig.SendPolicy("x"u8.ToArray());
        Assert.Equal(500, _rig.Refusals.Count);
        Assert.Equal(RefusalTelling.Burst, Told(EventKinds.PolicyRefused).Count());

        _rig.Time.Advance(RefusalTelling.Every);
        _rig.SendPolicy("x"u8.ToArray());
        Assert.Equal(
            (500 - RefusalTelling.Burst).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Told(EventKinds.PolicyRefused).Last().Facts["untold"]);
    }

    private IEnumerable<GatewayEvent> Told(string kind) => _rig.Events.Where(told => told.Kind == kind);

    private static byte[] Message(string attack)
    {
        var newer = SignedRig.Policy(9, budget: 1);
        var good = SignedRig.Sign(newer);
        return attack switch
        {
            "older" => SignedRig.Sign(SignedRig.Policy(2, budget: 1)),
            "same version, other content" => SignedRig.Sign(SignedRig.Policy(3, budget: 1)),
            "other site" => SignedRig.Sign(newer with { Site = new("ningbo") }),
            "other gateway" => SignedRig.Sign(newer with { Gateway = new("gateway-2") }),
            "stranger's key" => SignedRig.Sign(newer, SigningKey.Create("stranger")),
            "stranger's key under a known name" => SignedRig.Sign(newer, SigningKey.Create("old")),
            "wrong type" => SignedRig.Sign(SignedRig.Command(SignedRig.Extend())),
            "unsigned" => DesiredStateJson.Write(newer),
            "signature cut off" => With(good, "signature", text => text[..8]),
            "truncated" => good[..(good.Length / 2)],
            "payload changed" => With(good, "payload", text => (text[0] == 'A' ? 'B' : 'A') + text[1..]),
            "expired" => SignedRig.Sign(SignedRig.Policy(9, notAfter: SignedRig.Noon)),
            "half a policy" => Jws.Sign("{\"schema\":1}"u8, DesiredState.Type, SignedRig.Old),
            "empty" => [],
            "too long" => new byte[Jws.BytesMax + 1],
            _ => throw new ArgumentOutOfRangeException(nameof(attack)),
        };
    }

    private static byte[] With(byte[] message, string member, Func<string, string> change)
    {
        var node = JsonNode.Parse(message)!;
        node[member] = change((string)node[member]!);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
