using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>The truth table of cut sense and contact: every combination, written out.</summary>
public sealed class SwitchSenseTests
{
    public static TheoryData<int, int, bool, bool, int?> Table => new()
    {
        // cut, contact, coil when cut, coil when on, circuit without relay supply (null: as it was)
        { (int)CutSense.Energise, (int)ContactKind.Latching, true, false, null },
        { (int)CutSense.Energise, (int)ContactKind.NormallyClosed, true, false, (int)CircuitState.On },
        { (int)CutSense.Energise, (int)ContactKind.NormallyOpen, true, false, (int)CircuitState.On },
        { (int)CutSense.Release, (int)ContactKind.Latching, false, true, null },
        { (int)CutSense.Release, (int)ContactKind.NormallyClosed, false, true, (int)CircuitState.Off },
        { (int)CutSense.Release, (int)ContactKind.NormallyOpen, false, true, (int)CircuitState.Off },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Sense_and_contact_give_the_coil(int cut, int contact, bool coilCut, bool coilOn, int? without)
    {
        var plan = Plan((CutSense)cut, (ContactKind)contact, WhenLost.Last, WhenLost.Last);
        Assert.Equal(coilCut, plan.IsSetFor(CircuitState.Off));
        Assert.Equal(coilOn, plan.IsSetFor(CircuitState.On));
        Assert.Equal(CircuitState.Off, plan.StateFor(coilCut));
        Assert.Equal(CircuitState.On, plan.StateFor(coilOn));
        Assert.Equal((CircuitState?)without, plan.WithoutSupply);
    }

    [Fact]
    public void Every_loss_that_would_cut_is_found()
    {
        var losses = Enum.GetValues<WhenLost>();
        foreach (var cut in Enum.GetValues<CutSense>())
        {
            foreach (var contact in Enum.GetValues<ContactKind>())
            {
                foreach (var powerUp in losses)
                {
                    foreach (var busLoss in losses)
                    {
                        var cutting = cut == CutSense.Energise ? WhenLost.Energised : WhenLost.Released;
                        var expected = (contact != ContactKind.Latching && cut == CutSense.Release ? 1 : 0)
                            + (powerUp == cutting ? 1 : 0) + (busLoss == cutting ? 1 : 0);
                        Assert.Equal(expected, Plan(cut, contact, powerUp, busLoss).LossesThatCut().Length);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(CircuitState.Unknown)]
    [InlineData(CircuitState.Dimmed)]
    public void A_relay_knows_on_and_off_only(CircuitState state) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Plan(CutSense.Energise, ContactKind.Latching, WhenLost.Last, WhenLost.Last).IsSetFor(state));

    private static SwitchPointPlan Plan(CutSense cut, ContactKind contact, WhenLost powerUp, WhenLost busLoss) => new(
        new SwitchPoint(
            new SwitchPointId("sp"), new UnitId("unit-01"), Resource.Electricity, true, [CircuitKind.Ordinary]),
        "relays", 1, cut, contact, powerUp, busLoss, TimeSpan.Zero);
}
