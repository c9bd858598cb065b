using System.Text;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Budgets.Tests.Ladders;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Decisions;

public sealed class DecisionTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public void Equal_records_have_equal_bytes_and_are_read_as_they_were_written()
    {
        foreach (var record in Story().Steps.Select(step => new LadderRecord(Ladder.RuleSet, step)))
        {
            var bytes = RecordCodec.Write(record);
            Assert.Equal(bytes, RecordCodec.Write(RecordCodec.Read(bytes, out _)!));
            var elsewhere = record.Step.Input with { Now = record.Step.Input.Now.ToOffset(TimeSpan.FromHours(5)) };
            Assert.Equal(bytes, RecordCodec.Write(record with { Step = record.Step with { Input = elsewhere } }));
        }
    }

    [Fact]
    public void A_record_is_written_as_it_always_was()
    {
        var text = Encoding.UTF8.GetString(Story().Chain[0].Content.AsSpan());
        const string Written = """
            {"kind":"ladder","step":{"policy":{"unit":"unit-07","resource":"Electricity","version":1,"drill":false,
            "automatic":true,"noticePercent":80,"warningPercent":90,"hysteresisPercent":2,"forecastMargin":"1.00:00:00",
            "firstNoticeLead":"3.00:00:00","finalNoticeLead":"00:30:00","finalNoticeValid":"02:00:00","reminder":false,
            "reminderMax":"00:10:00","cutOnLease":false,"startHold":"00:10:00","readingAgeMax":"00:30:00"},
            "before":{"period":"2026-03","periodStart":"2026-02-28T16:00:00Z","stage":"Normal","armed":false,
            "emergency":false,"drill":false,"cutOffNotices":0,"reminded":false},
            "input":{"now":"2026-03-14T01:00:00Z","period":{"name":"2026-03","start":"2026-02-28T16:00:00Z",
            "end":"2026-03-31T16:00:00Z"},"budget":1000000,"usedMeasured":1000000,"usedOther":0,"emergencyAllowance":0,
            "nonDisconnect":[],"measuredUntil":"2026-03-14T01:00:00Z","clockTrusted":true,"sinceStart":"14.09:00:00",
            "policyStanding":"Good","commands":[]},"decision":{"rule":"NoticeReached",
            "next":{"period":"2026-03","periodStart":"2026-02-28T16:00:00Z","stage":"Notice",
            "stageSince":"2026-03-14T01:00:00Z","armed":false,"emergency":false,"drill":false,"cutOffNotices":0,
            "reminded":false},"actions":["Tell"]}},"ruleSet":"ladder-2"}
            """;
        Assert.Equal(Written.Replace("\n", "", StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_chain_breaks_where_a_record_is_changed_dropped_swapped_or_put_in()
    {
        var chain = Story().Chain.ToList();
        Assert.Null(ChainLink.FirstBreak(chain));
        Assert.Null(ChainLink.FirstBreak(chain.Skip(2), chain[1]));

        var bytes = chain[1].Content.ToArray();
        bytes[40] ^= 1;
        Assert.Equal("record 2 was changed",
            ChainLink.FirstBreak([chain[0], chain[1] with { Content = [.. bytes] }, .. chain.Skip(2)]));
        Assert.Equal("record 2 is missing: 3 follows 1", ChainLink.FirstBreak([chain[0], .. chain.Skip(2)]));
        Assert.Equal("record 1 is missing: 2 follows 0", ChainLink.FirstBreak(chain.Skip(1)));
        var forged = ChainLink.After(chain[0], new CheckpointRecord(Ladder.RuleSet, default, []));
        Assert.Equal("record 3 does not stand on record 2",
            ChainLink.FirstBreak([chain[0], forged, .. chain.Skip(2)]));
    }

    [Fact]
    public void A_replay_shows_any_difference()
    {
        var story = Story();
        foreach (var step in story.Steps.Where(step => step.Before.Stage != Stage.Disconnected))
        {
            var record = new LadderRecord(Ladder.RuleSet, step);
            Assert.Equal(ReplayOutcome.Equal, Replay.Check(record).Outcome);

            var input = step.Input with { UsedMeasured = 1, Commands = [] };
            var otherUse = record with { Step = step with { Input = input } };
            Assert.Equal(ReplayOutcome.Different, Replay.Check(otherUse).Outcome);
            var next = step.Decision.Next with { CutOffNotices = 9 };
            var otherState = record with { Step = step with { Decision = step.Decision with { Next = next } } };
            Assert.Contains(
                "cutOffNotices", Assert.Single(Replay.Check(otherState).Differences), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_rule_set_that_is_not_here_is_not_comparable_and_no_difference()
    {
        var record = new LadderRecord("ladder-7", Story().Steps[0]);
        Assert.Equal(ReplayOutcome.NotComparable, Replay.Check(record).Outcome);
        Assert.Equal(ReplayOutcome.NotComparable, Replay.Check(
            """{"kind":"ladder","step":{"later":"members"},"ruleSet":"ladder-7"}"""u8).Outcome);
        Assert.Equal(ReplayOutcome.Different, Replay.Check("""{"kind":"ladder","ruleSet":"ladder-1"}"""u8).Outcome);
        Assert.Equal(ReplayOutcome.Different, Replay.Check("torn"u8).Outcome);
    }

    [Fact]
    public void What_earlier_ladders_decided_is_decided_again_by_those_of_today()
    {
        foreach (var step in Story().Steps)
            Assert.Equal(ReplayOutcome.Equal, Replay.Check(new LadderRecord("ladder-1", step)).Outcome);
    }

    [Fact]
    public void What_the_gate_said_is_replayed_too()
    {
        var point = new SwitchPoint(new("sockets"), new("unit-07"), Resource.Electricity, true, [CircuitKind.Lifts]);
        var command = new SwitchCommand(point.Id, point.Unit, point.Resource, SwitchOperation.Cut);
        var record = new GateRecord(SwitchGate.RuleSet, point, command, new(DateTimeOffset.UnixEpoch),
            GateRefusal.Protected);
        Assert.Equal(ReplayOutcome.Equal, Replay.Check(RecordCodec.Write(record)).Outcome);
        Assert.Equal(ReplayOutcome.Different, Replay.Check(record with { Refusal = null }).Outcome);
        Assert.Equal(
            "1970-01-01 08:00: unit-07, electricity: cut of sockets refused: it feeds something that is never cut.",
            Explain.Sentence(record, Zone));
    }

    [Fact]
    public void What_the_gate_said_before_there_were_lamps_is_still_comparable()
    {
        var point = new SwitchPoint(new("sockets"), new("unit-07"), Resource.Electricity, true, [CircuitKind.Lifts]);
        var command = new SwitchCommand(point.Id, point.Unit, point.Resource, SwitchOperation.Cut);
        var bytes = RecordCodec.Write(new GateRecord(
            "gate-1", point, command, new(DateTimeOffset.UnixEpoch), GateRefusal.Protected));
        Assert.DoesNotContain("lamp", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("levels", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(ReplayOutcome.Equal, Replay.Check(bytes).Outcome);
    }

    [Fact]
    public void What_the_gate_said_of_a_lamp_is_replayed_with_its_levels()
    {
        var lamp = new SwitchPoint(new("desk"), new("unit-07"), Resource.Electricity, true, [CircuitKind.Ordinary])
        {
            Lamp = new(170, 254),
        };
        var command = new SwitchCommand(lamp.Id, lamp.Unit, lamp.Resource, SwitchOperation.Dim)
        {
            Levels = new(254, 0),
        };
        var record = new GateRecord(
            SwitchGate.RuleSet, lamp, command, new(DateTimeOffset.UnixEpoch), GateRefusal.LevelForbidden);
        Assert.Equal(ReplayOutcome.Equal, Replay.Check(RecordCodec.Write(record)).Outcome);
        Assert.Equal(ReplayOutcome.Different, Replay.Check(record with { Refusal = null }).Outcome);
        Assert.Equal(
            "1970-01-01 08:00: unit-07, electricity: dimming of desk from level 254 to 0 refused: it may not be "
                + "moved to or from that level.",
            Explain.Sentence(record, Zone));
    }

    [Fact]
    public void A_checkpoint_shows_a_decision_that_was_not_taken()
    {
        var story = Story();
        var good = new LadderStanding(story.Policy, story.State, story.Input);
        Assert.Equal(ReplayOutcome.Equal, Checkpoint(good).Outcome);

        var slept = good with { State = story.Steps[3].Before };
        Assert.Equal(
            "unit-07, Electricity: Relieved was not decided", Assert.Single(Checkpoint(good, slept).Differences));
    }

    [Fact]
    public void A_story_is_told_in_plain_sentences() => Assert.Equal(
        [
            "2026-03-14 09:00: unit-07, electricity: 1,000,000 Wh of 1,000,000 Wh used; the stage is notice.",
            "2026-03-14 09:00: unit-07, electricity: 1,000,000 Wh of 1,000,000 Wh used; the stage is warning.",
            "2026-03-14 09:00: unit-07, electricity: 1,000,000 Wh of 1,000,000 Wh used; the stage is exhausted.",
            "2026-03-14 09:00: unit-07, electricity: cut-off notice 1 is issued; 1,000,000 Wh of 1,000,000 Wh used. "
                + "Earliest cut 2026-03-17 09:00.",
            "2026-03-17 08:30: unit-07, electricity: cut-off notice 2 is issued. Earliest cut 2026-03-17 09:00.",
            "2026-03-17 09:00: unit-07, electricity: disconnected; 1,000,000 Wh of 1,000,000 Wh used.",
            "2026-03-17 15:00: unit-07, electricity: supply may return: armed, a person on site has to confirm.",
            "2026-03-17 15:35: unit-07, electricity: supply is restored by Wang; circuits return one after the other.",
        ],
        Story().Steps.Select(step => Explain.Sentence(new LadderRecord(Ladder.RuleSet, step), Zone)));

    [Fact]
    public void A_drill_says_what_it_would_have_done()
    {
        var drill = Scenario.With(budget: 1000, policy => policy with { Drill = true })
            .At("14 14:10").Use(1000).At("17 14:10").Expect(Stage.Disconnected).Steps[^1];
        Assert.Equal(
            "2026-03-17 14:10: unit-07, electricity: would have cut at 2026-03-17 14:10; 1,000,000 Wh of 1,000,000 Wh "
                + "used. (Drill: nothing is switched.)",
            Explain.Sentence(new LadderRecord(Ladder.RuleSet, drill), Zone));
    }

    [Fact]
    public void Every_rule_and_reason_has_its_sentence()
    {
        var step = Story().Steps[3];
        foreach (var rule in Enum.GetValues<LadderRule>())
        {
            var decision = step.Decision with
            {
                Rule = rule,
                Command = new("c-1", LadderCommandKind.ForbidCut, "Wang", step.Input.Now),
                Next = step.Decision.Next with { Hold = HoldReason.ExtremeHeat },
            };
            var sentence = Explain.Sentence(new LadderRecord(Ladder.RuleSet, step with { Decision = decision }), Zone);
            Assert.DoesNotContain("does not know", sentence, StringComparison.Ordinal);
        }
    }

    private static ReplayResult Checkpoint(params LadderStanding[] standings) => Replay.Check(
        RecordCodec.Write(new CheckpointRecord(Ladder.RuleSet, standings[0].Input.Now, [.. standings])));

    private static Scenario Story() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("14 09:00").Use(1000)
            .At("17 15:00").Budget(1300)
            .At("17 15:35").Says(LadderCommandKind.ConfirmRestore).Expect(Stage.Normal);
}
