using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Xunit;

namespace Jingu.Budgets.Tests.Switching;

/// <summary>Circuits that follow the ladder, with relays that do not always do as they are told.</summary>
public sealed class CabinetTests
{
    [Fact]
    public void Lighting_is_dimmed_then_circuits_go_off_in_order_and_return_staggered_the_other_way_round() =>
        Cabinet.With("sockets", "light~", "cooling")
            .At(60).Wants(Supply.Off)
            .At(200).Expect("60 Dim light", "90 Cut sockets", "120 Cut cooling")
            .ExpectProof("sockets", SwitchActionState.Proven, ProofGrade.Load, ProofFinding.None)
            .At(600).Wants(Supply.On)
            .At(900).Expect("600 Restore light", "660 Restore cooling", "720 Restore sockets")
            .ExpectProof("sockets", SwitchActionState.Proven, ProofGrade.Load, ProofFinding.None);

    [Fact]
    public void A_circuit_stays_off_and_on_for_its_minimum_times() =>
        Cabinet.With("cooling")
            .At(60).Wants(Supply.Off)
            .At(100).Wants(Supply.On)
            .At(400).Expect("60 Cut cooling", "360 Restore cooling")
            .Wants(Supply.Off)
            .At(1000).Expect("960 Cut cooling");

    [Fact]
    public void A_relay_that_welds_is_found_by_its_feedback() =>
        Cabinet.With("sockets").HasFeedback("sockets").Welds("sockets")
            .At(60).Wants(Supply.Off)
            .At(100).Expect("60 Cut sockets")
            .ExpectProof("sockets", SwitchActionState.Failed, ProofGrade.None, ProofFinding.WeldedOrStuck);

    [Fact]
    public void A_relay_that_welds_without_feedback_is_found_by_its_load() =>
        Cabinet.With("sockets").Welds("sockets")
            .At(60).Wants(Supply.Off)
            .At(100).ExpectProof("sockets", SwitchActionState.Failed, ProofGrade.None, ProofFinding.LoadRemains);

    [Fact]
    public void Load_after_a_proven_cut_is_a_bypass() =>
        Cabinet.With("sockets").HasFeedback("sockets")
            .At(60).Wants(Supply.Off)
            .At(100).ExpectProof("sockets", SwitchActionState.Proven, ProofGrade.Contact, ProofFinding.None)
            .Bypasses("sockets")
            .At(120).ExpectProof("sockets", SwitchActionState.Failed, ProofGrade.None,
                ProofFinding.BypassOrWrongWiring);

    [Fact]
    public void A_cut_without_load_is_not_proven_and_tried_again_when_load_returns() =>
        Cabinet.With("sockets").Draws("sockets", 0).Welds("sockets")
            .At(60).Wants(Supply.Off)
            .At(100).Expect("60 Cut sockets")
            .ExpectProof("sockets", SwitchActionState.NotProven, ProofGrade.None, ProofFinding.None)
            .At(3600).Draws("sockets", 1500)
            .At(3610).Expect("3600 Cut sockets")
            .At(3660).ExpectProof("sockets", SwitchActionState.Failed, ProofGrade.None, ProofFinding.LoadRemains);

    [Fact]
    public void A_board_that_powers_up_off_is_restored_staggered_for_nobody_decided_it() =>
        Cabinet.With("sockets", "cooling")
            .At(60).Expect().BoardPowersUpOff()
            .At(200).Expect("60 Restore cooling (unplanned)", "120 Restore sockets (unplanned)");

    [Fact]
    public void A_board_that_powers_up_off_changes_nothing_for_what_is_cut() =>
        Cabinet.With("sockets", "cooling")
            .At(60).Wants(Supply.Off)
            .At(200).Expect("60 Cut sockets", "90 Cut cooling").BoardPowersUpOff()
            .At(900).Expect();

    [Fact]
    public void What_was_not_read_back_is_held_as_it_is() =>
        Cabinet.With("sockets")
            .ReadsNothingBack().Wants(Supply.Off)
            .At(600).Expect()
            .ReadsNothingBack(false)
            .At(620).Expect("600 Cut sockets");
}
