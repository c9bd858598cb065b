using FsCheck;
using FsCheck.Fluent;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Grants;

public sealed class GrantCodeTests
{
    private static readonly SiteId Site = new("zhoushan");
    private static readonly GatewayId Gateway = new("gateway-1");
    private static readonly GatewayKey Key = GatewayKey.Parse("k1:" + new string('5', 64));

    [Theory]
    [InlineData(7, Resource.Electricity, 250_000, 0)]
    [InlineData(99, Resource.Water, 990_000_000, 1)]
    [InlineData(0, Resource.Water, 1_000, 4711)]
    public void A_code_says_for_whom_and_how_much_and_proves_its_counter(
        int unit, Resource resource, long amount, long counter)
    {
        var code = GrantCode.Make(Site, Gateway, Key, unit, resource, amount, counter);
        Assert.Equal(20, code.Length);
        var request = GrantCode.Read($"{code[..5]} {code[5..10]}-{code[10..15]} {code[15..]}");
        Assert.Equal(new GrantRequest(unit, resource, amount, code), request);
        Assert.Equal(counter, GrantCode.CounterOf(Site, Gateway, Key, request!, counter - 1));
    }

    [Fact]
    public void A_code_that_was_used_or_lies_beyond_the_window_proves_nothing()
    {
        var request = Request(counter: 20);
        Assert.Null(Counter(request, lastUsed: 20));
        Assert.Null(Counter(request, lastUsed: 3));
        Assert.Equal(20, Counter(request, lastUsed: 4));
    }

    [Fact]
    public void A_code_for_another_gateway_site_or_key_proves_nothing()
    {
        var request = Request(counter: 3);
        Assert.Null(GrantCode.CounterOf(Site, new("gateway-2"), Key, request, 0));
        Assert.Null(GrantCode.CounterOf(new("other"), Gateway, Key, request, 0));
        Assert.Null(GrantCode.CounterOf(Site, Gateway, GatewayKey.Create("k1"), request, 0));
    }

    /// <summary>Any one digit that is mistyped makes it worthless; the amount cannot be raised.</summary>
    [Fact]
    public void A_code_with_one_wrong_digit_proves_nothing()
    {
        var code = Request(counter: 3).Typed;
        for (var i = 0; i < code.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                if (digit != code[i] && GrantCode.Read(code[..i] + digit + code[(i + 1)..]) is { } wrong)
                    Assert.Null(Counter(wrong, lastUsed: 0));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567890123456789")]
    [InlineData("1234567890123456789x")]
    [InlineData("12300567890123456789")]
    public void What_is_no_code_is_not_read(string typed) => Assert.Null(GrantCode.Read(typed));

    [Fact]
    public void Amounts_that_cannot_be_written_are_refused_and_all_others_come_back()
    {
        Assert.False(GrantCode.CanWrite(1_500));
        Assert.False(GrantCode.CanWrite(0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => GrantCode.Make(Site, Gateway, Key, 1, Resource.Water, 123_000, 1));
        var steps = Gen.Choose(1, 99).SelectMany(m => Gen.Choose(0, 4).Select(p => m * 1_000L * (long)Math.Pow(10, p)));
        Prop.ForAll(steps.ToArbitrary(), amount =>
            GrantCode.Read(GrantCode.Make(Site, Gateway, Key, 1, Resource.Electricity, amount, 5))!.Amount == amount)
            .QuickCheckThrowOnFailure();
    }

    private static GrantRequest Request(long counter) =>
        GrantCode.Read(GrantCode.Make(Site, Gateway, Key, 7, Resource.Electricity, 250_000, counter))!;

    private static long? Counter(GrantRequest request, long lastUsed) =>
        GrantCode.CounterOf(Site, Gateway, Key, request, lastUsed);
}
