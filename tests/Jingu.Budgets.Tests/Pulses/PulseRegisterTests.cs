using Jingu.Budgets.Pulses;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Pulses;

public sealed class PulseRegisterTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(1000, 1, 1_000)]
    [InlineData(800, 1, 1_250)]
    [InlineData(3200, 1, 312)]
    [InlineData(3200, 3200, 1_000_000)]
    [InlineData(600, 6, 10_000)]
    [InlineData(10, 7, 700_000)]
    public void A_constant_makes_energy_of_pulses(long constant, long pulses, long thousandths) =>
        Assert.Equal(thousandths, PulseRegister.Empty.Add(pulses, constant).Thousandths);

    [Fact]
    public void Rounding_does_not_add_up()
    {
        var register = PulseRegister.Empty;
        for (var i = 0; i < 600; i++)
            register = register.Add(1, 600);
        Assert.Equal(1_000_000, register.Thousandths);
    }

    [Fact]
    public void A_new_constant_counts_from_its_date_and_changes_nothing_before()
    {
        var register = PulseRegister.Empty.Add(1000, 1000);
        Assert.Equal(register.Thousandths, register.Add(0, 100).Thousandths);
        register = register.Add(1000, 100);
        Assert.Equal((2000, 11_000_000), (register.Pulses, register.Thousandths));
        Assert.Equal(1000, PulseConstant.InForce([new(NewYear, 1000), new(NewYear.AddDays(1), 100)], NewYear));
        Assert.Equal(100, PulseConstant.InForce(
            [new(NewYear, 1000), new(NewYear.AddDays(1), 100)], NewYear.AddDays(1)));
        Assert.Equal(1000, PulseConstant.InForce([new(NewYear, 1000)], NewYear.AddYears(-1)));
    }

    [Fact]
    public void A_count_is_stored_after_ten_seconds_or_ten_watt_hours_whichever_comes_first()
    {
        var (limits, none) = (StoreLimits.Usual, PulseRegister.Empty);
        bool IsDue(long pulses, double seconds, BaseUnit unit = BaseUnit.WattHour) =>
            limits.IsDue(none, none.Add(pulses, 1000), unit, TimeSpan.FromSeconds(seconds));
        Assert.False(IsDue(0, 3600));
        Assert.False(IsDue(9, 9.9));
        Assert.True(IsDue(1, 10));
        Assert.True(IsDue(10, 0));
        Assert.True(IsDue(10, 0, BaseUnit.Litre));
    }

    [Theory]
    [InlineData(1000, BaseUnit.WattHour, 10)]
    [InlineData(10, BaseUnit.WattHour, 100)]
    [InlineData(10, BaseUnit.Litre, 100)]
    [InlineData(1000, BaseUnit.Litre, 10)]
    public void A_power_cut_loses_at_most_the_limit_or_one_pulse(long constant, BaseUnit unit, long most) =>
        Assert.Equal(most, StoreLimits.Usual.LossMax(constant, unit));
}
