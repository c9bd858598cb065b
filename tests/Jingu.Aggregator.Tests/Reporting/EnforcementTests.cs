using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting;

/// <summary>What gateways decided is decided again, and every chain is followed.</summary>
public sealed class EnforcementTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly MonthPeriod March = new(Start, Start.AddDays(31));
    private static readonly GatewayId Gateway = new("gateway-1");
    private static readonly JournalId Journal = JournalId.FromBytes([.. Enumerable.Range(1, JournalId.Size)
        .Select(i => (byte)i)]);

    [Fact]
    public void Decisions_that_come_out_the_same_are_equal_and_their_chain_is_whole()
    {
        var report = EnforcementReport.Of(March, Story(), [], DateTimeZone.Utc);

        Assert.False(report.HasDifferences);
        Assert.All(report.Decisions, decision => Assert.Equal(ReplayOutcome.Equal, decision.Outcome));
        var chain = Assert.Single(report.Chains);
        Assert.Equal(report.Decisions.Length, chain.Records);
        Assert.Equal((chain.Records, null), (chain.Equal, chain.Broken));
        Assert.True(chain.Records >= 2);
    }

    /// <summary>A gateway that decided otherwise than its rules, and hashed it well.</summary>
    [Fact]
    public void A_decision_that_the_rules_do_not_make_is_shown_with_what_they_make()
    {
        var step = Steps()[0];
        var wrong = step with { Decision = step.Decision with { Rule = LadderRule.Disconnected } };
        var report = EnforcementReport.Of(
            March, Recorded([new LadderRecord(Ladder.RuleSet, wrong)]), [], DateTimeZone.Utc);

        Assert.True(report.HasDifferences);
        var decision = Assert.Single(report.Decisions);
        Assert.Equal(ReplayOutcome.Different, decision.Outcome);
        Assert.Contains("NoticeReached", Assert.Single(decision.Differences), StringComparison.Ordinal);
        Assert.Equal((1, null), (report.Chains[0].Different, report.Chains[0].Broken));
    }

    [Fact]
    public void Rules_that_this_version_does_not_have_are_not_comparable_and_no_difference()
    {
        var report = EnforcementReport.Of(
            March, Recorded([new LadderRecord("ladder-99", Steps()[0])]), [], DateTimeZone.Utc);

        Assert.False(report.HasDifferences);
        Assert.Equal(1, report.Chains[0].NotComparable);
    }

    [Fact]
    public void A_record_that_was_dropped_changed_or_cannot_be_read_breaks_the_chain()
    {
        var story = Story();
        Assert.Contains("is missing", BreakOf(story.RemoveAt(1)), StringComparison.Ordinal);

        var facts = story[1].Event.Facts;
        var changed = facts.SetItem("record", facts["record"].Replace("unit-01", "unit-02", StringComparison.Ordinal));
        Assert.Contains("was changed", BreakOf(story.SetItem(1, With(story[1], changed))), StringComparison.Ordinal);

        var spoilt = With(story[1], facts.SetItem("hash", "zz"));
        Assert.Contains("carries no record", BreakOf(story.SetItem(1, spoilt)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_ladder_decided_is_named_by_its_rule_and_where_it_stands_by_the_last_record()
    {
        var steps = Steps();
        var report = EnforcementReport.Of(March, Story(), [], DateTimeZone.Utc);

        Assert.Equal("notice-reached", report.Decisions[0].Rule);
        Assert.Contains("tell", report.Decisions[0].Asks);
        var last = steps[^1].Decision.Next;
        var standing = Assert.Single(report.Standings);
        Assert.Equal(
            ("unit-01", last.Stage.ToString().ToLowerInvariant(), last.Armed, last.Emergency),
            (standing.Unit, standing.Stage, standing.Armed, standing.Emergency));
        Assert.Equal(report.Decisions.Max(decision => decision.At), standing.At);
    }

    [Fact]
    public void A_period_begins_on_the_record_before_it()
    {
        var story = Story();
        Assert.Null(EnforcementReport.Of(March, story.RemoveAt(0), [story[0]], DateTimeZone.Utc).Chains[0].Broken);
        Assert.NotNull(EnforcementReport.Of(March, story.RemoveAt(0), [], DateTimeZone.Utc).Chains[0].Broken);
    }

    [Fact]
    public void Switchings_are_told_as_they_stand_and_only_proven_cuts_are_counted()
    {
        var report = EnforcementReport.Of(
            March,
            [
                Step(1, "s-1", "cut", "decided"), Step(2, "s-1", "cut", "attempted"), Step(3, "s-1", "cut", "proven"),
                Step(4, "s-2", "cut", "not-proven"), Step(5, "s-3", "restore", "proven"),
            ],
            [],
            DateTimeZone.Utc);

        Assert.Equal(
            [("s-1", "proven"), ("s-2", "not-proven"), ("s-3", "proven")],
            report.Actions.Select(action => (action.Point, action.State)));
        Assert.Equal(new CutCount("unit-01", "electricity", 1), Assert.Single(report.Cuts));
    }

    private static string BreakOf(ImmutableArray<RecordedEvent> story)
    {
        var report = EnforcementReport.Of(March, story, [], DateTimeZone.Utc);
        Assert.True(report.HasDifferences);
        return report.Chains[0].Broken ?? "";
    }

    private static RecordedEvent With(RecordedEvent recorded, ImmutableSortedDictionary<string, string> facts) =>
        recorded with { Event = recorded.Event with { Facts = facts } };

    private static ImmutableArray<RecordedEvent> Story() =>
        Recorded(Steps().Select(step => new LadderRecord(Ladder.RuleSet, step)));

    /// <summary>All that follows when a whole budget is found used.</summary>
    private static ImmutableArray<LadderStep> Steps()
    {
        var policy = new LadderPolicy(new("unit-01"), Resource.Electricity, 1) { Drill = false };
        var period = new LadderPeriod("2026-03", Start, March.To);
        return Ladder.DecideAll(policy, Ladder.Begin(policy, period), new(Start.AddDays(14), period, 1_000, 1_000)
        {
            MeasuredUntil = Start.AddDays(14),
            ClockTrusted = true,
            PolicyStanding = PolicyStanding.Good,
            SinceStart = TimeSpan.FromDays(1),
        });
    }

    private static ImmutableArray<RecordedEvent> Recorded(IEnumerable<ChainRecord> records)
    {
        var recorded = ImmutableArray.CreateBuilder<RecordedEvent>();
        ChainLink? last = null;
        foreach (var record in records)
        {
            last = ChainLink.After(last, record);
            recorded.Add(new(Gateway, Journal, last.Sequence + 10, DecisionEvent.Of(
                last, "unit-01 electricity", Start.AddDays(14), "a sentence")));
        }
        return recorded.ToImmutable();
    }

    private static RecordedEvent Step(long sequence, string point, string operation, string state) => new(
        Gateway, Journal, sequence, new(
            EventKinds.SwitchActionChanged, Start.AddDays(14), point, "a sentence",
            ImmutableSortedDictionary<string, string>.Empty
                .Add("point", point).Add("unit", "unit-01").Add("resource", "electricity")
                .Add("operation", operation).Add("state", state).Add("grade", "load").Add("finding", "none")
                .Add("attempts", "1").Add("decidedAt", $"2026-03-15T00:00:0{point[^1]}Z")));
}
