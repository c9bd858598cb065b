using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Ladders;

/// <summary>
/// Any sequence of use, budgets, policies, commands, calendars, restarts and doubts. The judge below knows the promises
/// and nothing of the rules.
/// </summary>
public sealed class LadderPropertyTests
{
    private static readonly int[] Waits = [0, 5, 10, 30, 60, 180, 1440, 2880, 4320];

    private static readonly Gen<List<(int What, int Amount, int Wait)>> Happenings =
        Gen.Zip(Gen.Zip(Gen.Choose(0, 19), Gen.Choose(0, 1000)), Gen.Elements(Waits)).ListOf(120)
            .Select(list => list.Select(one => (one.Item1.Item1, one.Item1.Item2, one.Item2)).ToList());

    [Fact]
    public void No_cut_without_both_notices_at_their_full_lead_nor_while_a_never_rule_holds()
    {
        var cuts = 0;
        Properties.Hold(Happenings, happenings =>
        {
            var world = World.After(happenings);
            cuts += world.Cuts;
            return world.Broken;
        }, runs: 300);
        Assert.True(cuts > 100, $"only {cuts} cuts in all runs: the property says nothing");
    }

    [Fact]
    public void Decisions_replayed_are_equal_and_the_chain_holds()
    {
        Properties.Hold(Happenings, happenings =>
        {
            var chain = World.After(happenings).Chain;
            return ChainLink.FirstBreak(chain)
                ?? chain.Select(link => Budgets.Decisions.Replay.Check(link.Content.AsSpan()))
                    .FirstOrDefault(result => result.Outcome != ReplayOutcome.Equal)?.Differences[0];
        }, runs: 30);
    }

    /// <summary>A unit whose circuits follow the ladder through the gate, a third of them protected.</summary>
    private sealed class World
    {
        private static readonly DateTimeOffset Start = new(2026, 2, 28, 16, 0, 0, TimeSpan.Zero);
        private static readonly UnitId Unit = new("unit-07");
        private static readonly ImmutableArray<SwitchPoint> Points =
        [
            Point("lighting", true, CircuitKind.Ordinary), Point("sockets", true, CircuitKind.Ordinary),
            Point("server", true, CircuitKind.DataRoom), Point("lift", false, CircuitKind.Lifts),
            Point("mixed", true, CircuitKind.Ordinary, CircuitKind.EmergencyLighting), Point("new", true),
        ];

        private readonly SwitchSequence _sequence =
            new([.. Points.Select(point => new ListedCircuit(point.Id))], [Points[0].Id]);
        private readonly List<(DateTimeOffset At, LadderRule Rule)> _since = [];
        private LadderPolicy _policy = new(Unit, Resource.Electricity, 1) { Drill = false, Automatic = true };
        private LadderInput _input = new(Start, Month(Start), 1000, 0)
        {
            ClockTrusted = true,
            PolicyStanding = PolicyStanding.Good,
            MeasuredUntil = Start,
            EmergencyAllowance = 50,
            SinceStart = TimeSpan.FromDays(1),
        };
        private LadderState _state;
        private ImmutableArray<CircuitStanding> _standings =
            [.. Points.Select(point => new CircuitStanding(point.Id, CircuitState.On))];
        private bool _readings = true;
        private DateTimeOffset? _approvedAt;

        private World() => _state = Ladder.Begin(_policy, _input.Period);

        public static World After(List<(int What, int Amount, int Wait)> happenings)
        {
            var world = new World();
            foreach (var (what, amount, wait) in happenings)
                world.Happen(what, amount, wait);
            return world;
        }

        public int Cuts { get; private set; }

        public string? Broken { get; private set; }

        public List<ChainLink> Chain { get; } = [];

        private void Happen(int what, int amount, int wait)
        {
            Pass(TimeSpan.FromMinutes(wait));
            _input = what switch
            {
                0 or 1 => _input with { UsedMeasured = _input.UsedMeasured + (amount / 4) },
                2 or 3 => _input with { UsedMeasured = long.Max(_input.UsedMeasured, _input.Budget) },
                4 => _input with { Budget = _input.Budget + (amount / 8) },
                5 => _input with { Budget = long.Max(0, _input.Budget - amount) },
                6 => _input with { ClockTrusted = amount % 4 != 0 },
                7 => _input with { SinceStart = TimeSpan.Zero },
                8 => _input with { PolicyStanding = amount % 4 == 0 ? PolicyStanding.Unsigned : PolicyStanding.Good },
                9 => _input with { DailyMean = amount % 3 == 0 ? null : amount },
                10 => _input with { NonDisconnect = Windows(amount) },
                11 => _input with
                {
                    Lease = amount % 3 != 0 ? null
                        : new(_input.Budget / 2, _input.UsedMeasured / 2, amount % 2 == 0, amount % 5 == 0),
                },
                12 => _input with { UsedOther = amount / 4 },
                >= 13 and <= 15 => _input with { Commands = [Command(amount)] },
                _ => _input,
            };
            _readings = what == 16 ? amount % 4 != 0 : _readings;
            if (what == 17)
                _policy = Policy(amount);
            Decide();
        }

        private void Pass(TimeSpan wait)
        {
            var now = _input.Now + wait;
            var month = Month(now);
            if (month != _input.Period)
                _input = _input with { UsedMeasured = 0, UsedOther = 0, Budget = 1000, Period = month };
            _input = _input with
            {
                Now = now,
                SinceStart = _input.SinceStart + wait,
                MeasuredUntil = _readings ? now : _input.MeasuredUntil,
            };
        }

        private void Decide()
        {
            foreach (var step in Ladder.DecideAll(_policy, _state, _input))
            {
                Chain.Add(ChainLink.After(Chain.LastOrDefault(), new LadderRecord(Ladder.RuleSet, step)));
                _state = step.Decision.Next;
                Judge(step);
            }
            _input = _input with { Commands = [] };
            for (var round = 0; round < 4; round++)
            {
                foreach (var point in Points)
                    Ask(new(point.Id, Unit, Resource.Electricity, (SwitchOperation)(1 + (round % 3))), point);
                if (_sequence.Next(_state.Supply, _standings, _input.Now) is not { } next)
                    continue;
                var listed = Points.Single(one => one.Id == next.Point);
                Ask(new(next.Point, Unit, Resource.Electricity, next.Operation, next.Ground), listed);
                _standings = [.. _standings.Select(standing => standing.Point != next.Point ? standing : standing with
                {
                    State = next.Operation == SwitchOperation.Restore ? CircuitState.On : CircuitState.Off,
                    SwitchedAt = _input.Now,
                    CutByUs = next.Operation != SwitchOperation.Restore,
                })];
            }
        }

        /// <summary>Whoever asks, and whatever for: a protected circuit stays, and doubt cuts nothing.</summary>
        private void Ask(SwitchCommand command, SwitchPoint point)
        {
            var facts = new GateFacts(_input.Now)
            {
                Drill = _policy.Drill,
                ClockTrusted = _input.ClockTrusted,
                PolicySigned = _input.PolicyStanding == PolicyStanding.Good,
                SinceStart = _input.SinceStart,
                MeasuredUntil = _input.MeasuredUntil,
                ExtremeHeatOrCold = IsIn(HoldReason.ExtremeHeat),
                NonDisconnect = IsIn(HoldReason.FriendlyHours),
            };
            if (!SwitchGate.Judge(point, command, facts).IsAllowed)
                return;
            if (!point.Switchable || point.Feeds is not [CircuitKind.Ordinary])
                Broken ??= $"{point.Id} was switched";
            if (command.Operation != SwitchOperation.Restore && NeverRule() is { } never)
                Broken ??= $"{point.Id} was cut: {never}";
        }

        private void Judge(LadderStep step)
        {
            var (now, rule) = (_input.Now, step.Decision.Rule);
            if (rule is LadderRule.FirstNoticeWithdrawn or LadderRule.PeriodTurned or LadderRule.DrillChanged
                or LadderRule.Restored)
            {
                _since.Clear();
            }
            if (rule is LadderRule.FinalNoticeWithdrawn or LadderRule.FinalNoticeLapsed)
                _since.RemoveAll(one => one.Rule == LadderRule.FinalNoticeIssued);
            if (rule is LadderRule.FirstNoticeWithdrawn or LadderRule.PeriodTurned or LadderRule.DrillChanged
                or LadderRule.Restored or LadderRule.FinalNoticeWithdrawn)
            {
                _approvedAt = null;
            }
            if (rule == LadderRule.Approved)
                _approvedAt = now;
            _since.Add((now, rule));
            if (rule != LadderRule.Disconnected || step.Before.Drill)
                return;
            Cuts++;
            if (!_since.Any(one => one.Rule == LadderRule.FirstNoticeIssued && now - one.At >= TimeSpan.FromDays(3)))
                Broken ??= $"{now}: cut without cut-off notice 1";
            if (!_since.Any(one => one.Rule == LadderRule.FinalNoticeIssued
                && now - one.At >= TimeSpan.FromMinutes(30)))
            {
                Broken ??= $"{now}: cut without cut-off notice 2";
            }
            if (!_policy.Automatic && _approvedAt is null)
                Broken ??= $"{now}: cut without approval";
            if (NeverRule() is { } never)
                Broken ??= $"{now}: cut: {never}";
            if (_input.Lease is null && _input.UsedMeasured < _input.Budget)
                Broken ??= $"{now}: cut with budget left";
        }

        private string? NeverRule() =>
            _policy.Drill ? "drill"
            : !_input.ClockTrusted ? "clock"
            : _input.PolicyStanding != PolicyStanding.Good ? "policy"
            : _input.SinceStart < TimeSpan.FromMinutes(10) ? "start"
            : _input.Now - _input.MeasuredUntil > TimeSpan.FromMinutes(30) ? "readings"
            : IsIn(HoldReason.ExtremeHeat) || IsIn(HoldReason.FriendlyHours) ? "calendar"
            : null;

        private bool IsIn(HoldReason reason) => _input.NonDisconnect.Any(window =>
            window.Reason == reason && window.From <= _input.Now && _input.Now < window.To);

        private ImmutableArray<HoldWindow> Windows(int amount) => amount % 3 == 0 ? [] :
        [
            new(_input.Now.AddMinutes(amount % 50), _input.Now.AddMinutes(100 + amount), HoldReason.FriendlyHours),
            new(_input.Now.AddHours(amount % 9), _input.Now.AddHours(10), HoldReason.ExtremeHeat),
        ];

        private LadderCommand Command(int amount) =>
            new("c", (LadderCommandKind)(1 + (amount % 6)), "Li", _input.Now.AddMinutes((amount % 4) * 90));

        private LadderPolicy Policy(int amount) => _policy with
        {
            Drill = amount % 8 == 0,
            Automatic = amount % 3 != 0,
            Reminder = amount % 4 == 0,
            CutOnLease = amount % 6 == 0,
            HysteresisPercent = amount % 4,
        };

        private static SwitchPoint Point(string id, bool switchable, params CircuitKind[] feeds) =>
            new(new(id), Unit, Resource.Electricity, switchable, [.. feeds]);

        private static LadderPeriod Month(DateTimeOffset at)
        {
            var local = at.ToOffset(TimeSpan.FromHours(8));
            var start = new DateTimeOffset(local.Year, local.Month, 1, 0, 0, 0, local.Offset);
            return new($"{start:yyyy-MM}", start, start.AddMonths(1));
        }
    }
}
