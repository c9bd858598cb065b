using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Sentences;

/// <summary>Every rule of the ladder and every answer of the gate, from the types themselves.</summary>
public sealed class DecisionSentenceTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 5, 23, 30, 0, TimeSpan.Zero);

    public static TheoryData<LadderRule, bool, HoldReason?, LadderCommandKind?> Rules
    {
        get
        {
            var cases = new TheoryData<LadderRule, bool, HoldReason?, LadderCommandKind?>();
            foreach (var rule in Enum.GetValues<LadderRule>())
            {
                cases.Add(rule, false, HoldReason.FriendlyHours, LadderCommandKind.Approve);
                cases.Add(rule, true, HoldReason.FriendlyHours, LadderCommandKind.Approve);
            }
            foreach (var hold in Enum.GetValues<HoldReason>())
                cases.Add(LadderRule.HoldChanged, false, hold, null);
            foreach (var kind in Enum.GetValues<LadderCommandKind>())
                cases.Add(LadderRule.CommandIdle, false, null, kind);
            cases.Add(LadderRule.HoldChanged, false, null, null);
            cases.Add(LadderRule.Restored, true, null, null);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_is_told_in_both_languages(
        LadderRule rule, bool drill, HoldReason? hold, LadderCommandKind? asked)
    {
        foreach (var stage in Enum.GetValues<Stage>())
            Spoken.IsWhole(LadderSentence.Of(Step(rule, stage, drill, hold, asked), Spoken.Shanghai));
    }

    [Fact]
    public void Every_answer_of_the_gate_is_told_in_both_languages()
    {
        foreach (var operation in Enum.GetValues<SwitchOperation>())
        {
            Spoken.IsWhole(DecisionSentence.Of(Gate(operation, null), Spoken.Shanghai));
            foreach (var refusal in Enum.GetValues<GateRefusal>())
                Spoken.IsWhole(DecisionSentence.Of(Gate(operation, refusal), Spoken.Shanghai));
        }
        Spoken.IsWhole(DecisionSentence.Of(new CheckpointRecord("ladder-2", At, []), Spoken.Shanghai));
    }

    /// <summary>Instants are the site's: 23:30 UTC is the next morning in Shanghai.</summary>
    [Fact]
    public void A_notice_says_use_budget_and_the_earliest_cut_by_the_sites_clock_once()
    {
        var notice = Step(LadderRule.FirstNoticeIssued, Stage.Warning, drill: false, null, null);

        Assert.Equal(
            "Cut-off notice 1 is issued; 1,799.4 kWh of 2,802.3 kWh used. Earliest cut 2026-03-06 07:30. "
                + "As in the last seven days, the budget ends at 2026-03-07 07:30.",
            Spoken.In("en", LadderSentence.Of(notice, Spoken.Shanghai)));
        Assert.Equal(
            "发出第一次断供通知；已用 1,799.4 kWh，预算 2,802.3 kWh。最早 2026-03-06 07:30 断供。按近七天用量，2026-03-07 07:30 用完。",
            Spoken.In("zh-CN", LadderSentence.Of(notice, Spoken.Shanghai)));
        Assert.EndsWith(
            "（演练：不动作。）",
            Spoken.In("zh-CN", LadderSentence.Of(
                Step(LadderRule.FirstNoticeIssued, Stage.Warning, drill: true, null, null), Spoken.Shanghai)),
            StringComparison.Ordinal);
    }

    /// <summary>A gateway that runs newer rules tells them itself.</summary>
    [Fact]
    public void What_this_version_does_not_know_is_left_to_the_gateways_own_words()
    {
        Assert.Null(LadderSentence.Of(Step((LadderRule)99, Stage.Normal, false, null, null), Spoken.Shanghai));
        Assert.Null(DecisionSentence.Of(Gate(SwitchOperation.Cut, (GateRefusal)99), Spoken.Shanghai));
        Assert.Null(DecisionSentence.Of(null, Spoken.Shanghai));
    }

    [Fact]
    public void What_says_the_same_is_equal_so_that_nothing_is_sent_to_pages_anew()
    {
        static Sentence? Of(LadderRule rule) =>
            LadderSentence.Of(Step(rule, Stage.Disconnected, false, null, null), Spoken.Shanghai);
        var (one, same, other) = (Of(LadderRule.Armed), Of(LadderRule.Armed), Of(LadderRule.Disarmed));

        Assert.Equal((one, one!.GetHashCode()), (same, same!.GetHashCode()));
        Assert.NotEqual(one, other);
    }

    private static LadderStep Step(
        LadderRule rule, Stage stage, bool drill, HoldReason? hold, LadderCommandKind? asked)
    {
        var policy = new LadderPolicy(new("unit-01"), Resource.Electricity, 1) { Drill = drill };
        var period = new LadderPeriod("2026-03", At.AddDays(-5), At.AddDays(26));
        var before = new LadderState(period.Name, period.Start) { Drill = drill };
        var decision = new Decision(
            rule, before with { Stage = stage, Hold = hold, Drill = drill }, [LadderAction.AskApproval])
        {
            Earliest = At,
            RunOut = At.AddDays(1),
            // Commands are answered by these rules, and a drill restores by itself.
            Command = asked is { } kind ? new("c-1", kind, "wang", At) : null,
        };
        return new(policy, before, new(At, period, 2_802_300, 1_799_400) { EmergencyAllowance = 100_000 }, decision);
    }

    private static GateRecord Gate(SwitchOperation operation, GateRefusal? refusal) => new(
        SwitchGate.RuleSet, new(new("sp-1"), new("unit-01"), Resource.Electricity, true, []),
        new(new("sp-1"), new("unit-01"), Resource.Electricity, operation)
        {
            Test = "c-1",
            Event = "dr-1",
            Levels = new(10, 5),
        },
        new(At), refusal);
}
