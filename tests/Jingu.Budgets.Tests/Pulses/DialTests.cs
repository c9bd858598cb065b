using Jingu.Budgets.Pulses;
using Xunit;

namespace Jingu.Budgets.Tests.Pulses;

public sealed class DialTests
{
    private static readonly Dial Before = new(1_233_567_000, 0, 10_000);

    [Theory]
    [InlineData(1_234_567_000, 1_000_000, 0)]
    [InlineData(1_234_594_000, 1_000_000, 27_000)]
    [InlineData(1_234_567_000, 1_002_000, -2_000)]
    public void A_dial_is_held_against_what_was_counted_since_it_was_last_read(long dial, long register, long drift) =>
        Assert.Equal(drift, Before.DriftAt(new(dial, register)));

    [Theory]
    [InlineData(1_234_582_000, false)]
    [InlineData(1_234_582_001, true)]
    [InlineData(1_234_552_000, false)]
    [InlineData(1_234_551_999, true)]
    public void What_both_readings_leave_in_doubt_is_no_drift(long dial, bool isDrift) =>
        Assert.Equal(isDrift, Before.IsDrift(new(dial, 1_000_000, 5_000)));
}
