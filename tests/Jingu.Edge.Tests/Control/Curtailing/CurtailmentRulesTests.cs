using Jingu.Edge.Control.Curtailing;
using Xunit;

namespace Jingu.Edge.Tests.Control.Curtailing;

public sealed class CurtailmentRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 20, 4, 0, 0, TimeSpan.Zero);
    private static readonly Curtailment Some = new(new("pv-1"), "c", 600, Noon.AddHours(1), CurtailmentState.Measured);
    private static readonly InverterLook Limited = new(LimitMode.Share, 600, 1000, null);

    /// <summary>Every way a curtailment can stand, and everything an inverter can show.</summary>
    public static TheoryData<int, int?, int, int> Ways()
    {
        var ways = new TheoryData<int, int?, int, int>();
        foreach (var state in Enum.GetValues<CurtailmentState>())
        {
            foreach (var before in new int?[] { null, 300 })
            {
                foreach (var mode in Enum.GetValues<LimitMode>())
                {
                    foreach (var tenths in new[] { 0, 300, 600, 1000 })
                        ways.Add((int)state, before, (int)mode, tenths);
                }
            }
        }
        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void After_its_time_and_on_an_untrusted_clock_nothing_is_limited_and_only_what_is_ours_is_lifted(
        int state, int? before, int mode, int tenths)
    {
        var curtailment = Some with { State = (CurtailmentState)state, Before = before, Since = Noon };
        var look = new InverterLook((LimitMode)mode, tenths, 1000, null);
        foreach (var (now, trusted) in new[] { (curtailment.Until, true), (Noon, false) })
        {
            var step = CurtailmentRules.Next(curtailment, look, now, trusted)!;
            Assert.NotEqual(CurtailmentDeed.Limit, step.Does);
            Assert.Equal(
                look.Mode == LimitMode.Share && curtailment.IsOurs(tenths),
                step.Does == CurtailmentDeed.Lift);
            // It is kept until the inverter shows that it is lifted.
            Assert.Equal(step.Does != CurtailmentDeed.Lift, step.IsOver);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_this_gateway_has_not_set_is_never_changed(int state, int? before, int mode, int tenths)
    {
        var curtailment = Some with { State = (CurtailmentState)state, Before = before, Since = Noon };
        var look = new InverterLook((LimitMode)mode, tenths, 1000, null);
        var step = CurtailmentRules.Next(curtailment, look, Noon, clockTrusted: true);
        if (look.Mode == LimitMode.Other || (look.Mode == LimitMode.Share && !curtailment.IsOurs(tenths)))
            Assert.True(step is { IsOver: true, Does: CurtailmentDeed.Nothing });
        if (step?.Does == CurtailmentDeed.Limit)
            Assert.Equal(CurtailmentState.Attempted, step.Next.State);
    }

    [Fact]
    public void An_inverter_that_does_not_answer_at_the_end_is_kept() => Assert.Null(CurtailmentRules.Next(
        Some, InverterLook.Silent("the device does not answer."), Some.Until.AddDays(9), clockTrusted: true));

    [Fact]
    public void A_limit_that_stands_asks_for_nothing() =>
        Assert.Null(CurtailmentRules.Next(Some, Limited, Noon, clockTrusted: true));
}
