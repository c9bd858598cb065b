using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Ladders;

/// <summary>
/// A unit's month as a timetable. Amounts are kWh, times are <c>"dd HH:mm"</c> or <c>"HH:mm"</c> of the same day, in a
/// zone eight hours ahead of UTC. The ladder ticks every five minutes. What it decides must be expected at its minute:
/// <c>Expect</c> names every rule that fired since the last one, and they must have fired now.
/// </summary>
/// <remarks>
/// Every decision goes into a chain as bytes, is replayed from there, and the state comes back from those bytes: so
/// each scenario also shows that restarts and replays change nothing.
/// </remarks>
internal sealed class Scenario
{
    private const long Kilo = 1000;
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    private readonly List<(DateTimeOffset At, LadderStep Step)> _fired = [];
    private readonly List<ChainLink> _chain = [];
    private (string From, string To)? _friendly;
    private ImmutableArray<HoldWindow> _days = [];
    private LadderPolicy _policy;
    private LadderInput _input;
    private LadderState _state;
    private DateTimeOffset _startedAt;
    private DateTimeOffset? _readingsStoppedAt;
    private int _expected;
    private bool _isSettled = true;

    private Scenario(long budget, LadderPolicy policy)
    {
        _policy = policy;
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, Zone);
        _startedAt = start.AddDays(-1);
        _input = new LadderInput(start, Month(start), budget * Kilo, 0)
        {
            ClockTrusted = true,
            PolicyStanding = PolicyStanding.Good,
        };
        _state = Ladder.Begin(policy, _input.Period);
    }

    public static Scenario With(long budget, Func<LadderPolicy, LadderPolicy>? policy = null)
    {
        var earnest = new LadderPolicy(new UnitId("unit-07"), Resource.Electricity, 1) { Drill = false };
        return new(budget, policy is null ? earnest : policy(earnest));
    }

    public ImmutableArray<LadderStep> Steps => [.. _fired.Select(fired => fired.Step)];

    public IReadOnlyList<ChainLink> Chain => _chain;

    public LadderState State => _state;

    public LadderPolicy Policy => _policy;

    public LadderInput Input => InputNow();

    public Scenario FriendlyHours(string from, string to) => Change(() => _friendly = (from, to));

    public Scenario Day(int day, HoldReason reason)
    {
        var from = new DateTimeOffset(2026, 3, day, 0, 0, 0, Zone);
        return Change(() => _days = _days.Add(new(from, from.AddDays(1), reason)));
    }

    /// <summary>Time passes up to an instant; what is said next holds from there.</summary>
    public Scenario At(string time)
    {
        Settle();
        var to = Parse(time);
        Assert.True(to > _input.Now, $"{time} does not lie after {Text(_input.Now)}");
        for (var next = _input.Now + Tick; next < to; next += Tick)
        {
            SetNow(next);
            Step();
        }
        SetNow(to);
        _isSettled = false;
        return this;
    }

    /// <summary>The unit has used so much in this month, and goes on from there as its mean says nothing of.</summary>
    public Scenario Use(long used) => Change(() => _input = _input with { UsedMeasured = used * Kilo });

    public Scenario Allocated(long used) => Change(() => _input = _input with { UsedOther = used * Kilo });

    public Scenario MeanPerDay(long mean) => Change(() => _input = _input with { DailyMean = mean * Kilo });

    public Scenario Budget(long budget) => Change(() => _input = _input with { Budget = budget * Kilo });

    public Scenario Emergency(long amount) => Change(() => _input = _input with { EmergencyAllowance = amount * Kilo });

    public Scenario Lease(long part, long used, bool contact, bool final = false) =>
        Change(() => _input = _input with { Lease = new LeaseStanding(part * Kilo, used * Kilo, final, contact) });

    public Scenario Clock(bool trusted) => Change(() => _input = _input with { ClockTrusted = trusted });

    public Scenario PolicyIs(PolicyStanding standing) =>
        Change(() => _input = _input with { PolicyStanding = standing });

    public Scenario ChangePolicy(Func<LadderPolicy, LadderPolicy> change) => Change(() => _policy = change(_policy));

    public Scenario ReadingsStop() => Change(() => _readingsStoppedAt = _input.Now);

    public Scenario ReadingsReturn() => Change(() => _readingsStoppedAt = null);

    public Scenario Says(LadderCommandKind kind, string? until = null) => Change(() => _input = _input with
    {
        Commands = _input.Commands.Add(
            new($"c-{_fired.Count}", kind, "Wang", until is null ? null : Parse(until))),
    });

    /// <summary>The gateway starts again, with the state it had stored.</summary>
    public Scenario Restart() => Change(() => _startedAt = _input.Now);

    /// <summary>Killed after deciding and before storing: the decision is as if it had never been.</summary>
    public Scenario KillBeforeSave()
    {
        Ladder.DecideAll(_policy, _state, InputNow());
        return Restart();
    }

    /// <summary>These rules fired since the last expectation, all of them now.</summary>
    public Scenario Expect(params LadderRule[] rules)
    {
        Settle();
        var wanted = string.Join(", ", rules.Select(rule => $"{Text(_input.Now)} {rule}"));
        Assert.Equal(wanted, string.Join(", ", _fired[_expected..].Select(fired =>
            $"{Text(fired.At)} {fired.Step.Decision.Rule}")));
        _expected = _fired.Count;
        return this;
    }

    public Scenario ExpectNothing() => Expect();

    public Scenario Expect(Stage stage)
    {
        Settle();
        Assert.Equal((Text(_input.Now), stage), (Text(_input.Now), _state.Stage));
        return this;
    }

    public Scenario Expect(Supply supply)
    {
        Settle();
        Assert.Equal((Text(_input.Now), supply), (Text(_input.Now), _state.Supply));
        return this;
    }

    public Scenario ExpectHold(HoldReason? reason)
    {
        Settle();
        Assert.Equal((Text(_input.Now), reason), (Text(_input.Now), _state.Hold));
        return this;
    }

    /// <summary>The last decision announced this instant as the earliest cut.</summary>
    public Scenario ExpectEarliest(string time)
    {
        Settle();
        Assert.Equal(Text(Parse(time)), Text(_fired[^1].Step.Decision.Earliest!.Value));
        return this;
    }

    private Scenario Change(Action change)
    {
        change();
        _isSettled = false;
        return this;
    }

    private void Settle()
    {
        if (!_isSettled)
            Step();
        _isSettled = true;
    }

    private void Step()
    {
        foreach (var step in Ladder.DecideAll(_policy, _state, InputNow()))
        {
            var link = ChainLink.After(_chain.LastOrDefault(), new LadderRecord(Ladder.RuleSet, step));
            _chain.Add(link);
            var replayed = Replay.Check(link.Content.AsSpan());
            Assert.True(replayed.Outcome == ReplayOutcome.Equal, string.Join('\n', replayed.Differences));
            var stored = Assert.IsType<LadderRecord>(RecordCodec.Read(link.Content.AsSpan(), out _));
            _fired.Add((_input.Now, stored.Step));
            _state = stored.Step.Decision.Next;
        }
        _input = _input with { Commands = [] };
    }

    private void SetNow(DateTimeOffset now)
    {
        var period = Month(now);
        // A new month begins with nothing used, which is what a caller that reads its ledgers would say.
        _input = period.Name == _input.Period.Name
            ? _input with { Now = now }
            : _input with { Now = now, Period = period, UsedMeasured = 0, UsedOther = 0 };
    }

    private LadderInput InputNow() => _input with
    {
        SinceStart = _input.Now - _startedAt,
        MeasuredUntil = _readingsStoppedAt ?? _input.Now,
        NonDisconnect = _days.AddRange(FriendlyWindows()),
    };

    private IEnumerable<HoldWindow> FriendlyWindows()
    {
        if (_friendly is not { } hours)
            yield break;
        var midnight = _input.Now.AddDays(-1) - _input.Now.TimeOfDay;
        for (var day = 0; day < 9; day++)
        {
            var from = midnight.AddDays(day) + TimeSpan.Parse(hours.From, CultureInfo.InvariantCulture);
            var to = midnight.AddDays(day) + TimeSpan.Parse(hours.To, CultureInfo.InvariantCulture);
            yield return new(from, to > from ? to : to.AddDays(1), HoldReason.FriendlyHours);
        }
    }

    private static LadderPeriod Month(DateTimeOffset at)
    {
        var start = new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, Zone);
        return new(start.ToString("yyyy-MM", CultureInfo.InvariantCulture), start, start.AddMonths(1));
    }

    /// <summary>A day smaller than today's is one of the next month.</summary>
    private DateTimeOffset Parse(string time)
    {
        var parts = time.Split(' ');
        var clock = TimeSpan.Parse(parts[^1], CultureInfo.InvariantCulture);
        var midnight = _input.Now - _input.Now.TimeOfDay;
        if (parts.Length == 1)
            return midnight + clock;
        var day = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var first = midnight.AddDays(1 - midnight.Day);
        return (day < midnight.Day ? first.AddMonths(1) : first).AddDays(day - 1) + clock;
    }

    private static string Text(DateTimeOffset at) =>
        at.ToOffset(Zone).ToString("dd HH:mm", CultureInfo.InvariantCulture);
}
