using Jingu.Aggregator.People;
using Xunit;

namespace Jingu.Aggregator.Tests.People;

public sealed class LockoutTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(6, 4)]
    [InlineData(8, 15)]
    [InlineData(500, 15)]
    [InlineData(int.MaxValue, 15)]
    public void Locks_get_longer_up_to_a_quarter_of_an_hour(int before, int minutes)
    {
        var after = Lockout.AfterFailure(new(before, DateTimeOffset.MinValue), Lockout.FailuresHere, Now);
        Assert.Equal(
            minutes == 0 ? null : Now.AddMinutes(minutes), Lockout.LockedUntil(after, default, false, Now));
    }

    [Fact]
    public void A_known_address_is_locked_by_its_own_failures_alone()
    {
        var locked = new Attempts(99, Now.AddMinutes(15));
        Assert.Null(Lockout.LockedUntil(default, locked, isKnown: true, Now));
        Assert.NotNull(Lockout.LockedUntil(default, locked, isKnown: false, Now));
        Assert.NotNull(Lockout.LockedUntil(locked, default, isKnown: true, Now));
        Assert.Null(Lockout.LockedUntil(locked, locked, isKnown: false, Now.AddMinutes(15)));
    }
}
