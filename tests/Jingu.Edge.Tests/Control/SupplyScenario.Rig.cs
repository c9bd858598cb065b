using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>The gateway, its meters and its site, as the timetable moves them.</summary>
internal sealed partial class SupplyScenario
{
    private LadderState Ladder() => State.Ladders[new(Unit, _resource)];

    private SupplyScenario Change(Action change)
    {
        change();
        _isSettled = false;
        return this;
    }

    private void Settle()
    {
        if (!_isSettled)
            RunNow();
    }

    private DateTimeOffset Next()
    {
        var poll = Port.AlignUp(_now + TimeSpan.FromTicks(1), Poll);
        var watched = Port.AlignUp(_now + TimeSpan.FromTicks(1), Proof.PollPeriod);
        var until = _watchedUntil > Boards.LampsWatchedUntil ? _watchedUntil : Boards.LampsWatchedUntil;
        var next = watched <= until && watched < poll ? watched : poll;
        if (_states.Current?.DemandResponse?.NextAfter(_now) is { } turn && turn < next)
            next = turn;
        // A tick is a second behind what it is for.
        var due = _zones.IsEmpty ? next : _zoning.EarliestOpen + TimeSpan.FromSeconds(1);
        return due > _now && due < next ? due : next;
    }

    private void Run(DateTimeOffset at)
    {
        Settle();
        Pass(at);
        RunNow();
    }

    private void Pass(DateTimeOffset to)
    {
        // A month begins with nothing used: registers go on from where they stand.
        if (Month(to) != Month(_now))
            (_carried, _used) = (_carried + _used, 0);
        _time.Advance(to - _now);
        _now = to;
    }

    private void Read()
    {
        if (_resource == Resource.Water && Boards.IsOn(Valve))
            _used += _flowing;
        var meters = Meters();
        for (var i = 0; i < meters.Length; i++)
        {
            if (!_isRead)
            {
                _arrivals.Add(new(i, _now, Quality.Missing, []));
                continue;
            }
            var profile = meters[i].Profile;
            var values = new long?[profile.Layout.Length];
            var counter = profile.Layout[meters[i].Points[0].Register];
            values[meters[i].Points[0].Register] =
                ((i == 0 ? _carried + _used : 0) + 5_000_000) * counter.Denominator / counter.Numerator;
            for (var place = 0; place < values.Length; place++)
            {
                var scaling = profile.Layout[place];
                if (scaling.Quantity == Quantity.Power)
                    values[place] = WattsOf(i) * scaling.Denominator / scaling.Numerator;
            }
            _arrivals.Add(new(i, _now, Quality.Measured, [.. values]));
        }
    }

    private long WattsOf(int meter)
    {
        if (meter == _points.Length && !_lamps.IsEmpty)
            return LampWatts * Boards.Lamps[new(Lamp)].LightNow / 1000;
        if (meter >= _points.Length)
            return 700;
        var circuit = _points[meter].Id.Value;
        return Boards.IsOn(circuit) || _bypassed.Contains(circuit) ? _draws[circuit] : 0;
    }

    /// <summary>What was decided, switched and answered since it was looked at last, one line each.</summary>
    private void Note()
    {
        foreach (var happened in Events().Skip(_noted))
        {
            _noted++;
            var what = happened.Kind switch
            {
                EventKinds.Decision => DecisionEvent.LinkOf(happened) is { } link
                    ? RecordCodec.Read(link.Content.AsSpan(), out _) switch
                    {
                        LadderRecord ladder => ladder.Step.Decision.Rule.ToString(),
                        GateRecord { Refusal: { } refusal } gate => $"{gate.Command.Point} refused {refusal}",
                        _ => null,
                    }
                    : null,
                EventKinds.SwitchActionChanged when happened.Facts["state"] is "proven" or "not-proven" or "failed" =>
                    $"{happened.Subject} {happened.Facts["operation"]} {happened.Facts["state"]} "
                        + (happened.Facts["state"] == "failed" ? happened.Facts["finding"] : happened.Facts["grade"]),
                EventKinds.RestoreButton => "button: " + happened.Text,
                EventKinds.UnitDropped => "dropped: " + happened.Subject,
                EventKinds.CommandAnswered => "answered: " + happened.Text,
                EventKinds.CommandRefused => "refused: " + happened.Text,
                _ => null,
            };
            if (what is not null)
                _seen.Add($"{Text(_now)} {what}");
        }
    }

    private void Start()
    {
        _journal = new(JournalFile.Open(_folder.At("journal.db"), null).Connection);
        var site = new RunningSiteTime(_time);
        _clock = new(_options.Gateway, _boot, site, ClockOptions.Default, _journal.ReadBoots());
        _commissioned = new Commissioned(
            new CommissioningPlan(
                [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), Poll, TimeSpan.FromSeconds(1))], Meters())
            {
                SwitchPoints = _points,
                Lamps = _lamps,
                SetPoints = _setPoints,
                Zones = _zones,
            },
            DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        _states = new(_options, _journal);
        _contact = new(site);
        _enforcement = new(_options.Gateway, _commissioned, _journal, _states, Boards, this, _contact, _presses);
        _sensed = new();
        _zoning = new(_commissioned, _journal, _enforcement, Boards, _sensed);
        Boards.ReadBack();
        _tick = new(
            _arrivals, new PendingEvents(site), _commissioned, _journal, new Retention(_options.Gateway, _journal),
            site, _clock, _enforcement, NullLogger<GatewayTick>.Instance)
        {
            Zones = _zones.IsEmpty ? null : _zoning,
        };
        _journal.Changed += Boards.Step;
        _tick.RunOnce();
    }

    private void Publish(TimeSpan? validFor = null)
    {
        _version++;
        var state = new DesiredState(
            DesiredState.SchemaNow, _options.Site, _options.Gateway, _version, _time.GetUtcNow(),
            _time.GetUtcNow() + (validFor ?? TimeSpan.FromDays(60)),
            _isListed ? [_policy with { Ladder = _policy.Ladder with { Version = _version } }] : [], _calendar)
        {
            DemandResponse = _event is null ? null : new([_event]),
        };
        Assert.Null(_states.Take(
            Jws.Sign(DesiredStateJson.Write(state), DesiredState.Type, Key), _time.GetUtcNow(), trusted: true));
    }

    private void Command(CommandAction action, TimeSpan ahead = default)
    {
        _commands++;
        var command = new Command(
            1, _commands.ToString("x32", CultureInfo.InvariantCulture), _options.Site, _options.Gateway, _now + ahead,
            _now + ahead + TimeSpan.FromDays(2), "Wang", "a reason", action);
        _sent = Jws.Sign(CommandJson.Write(command), Contracts.Commands.Command.Type, Key);
        Resend();
    }

    private void Resend() => Assert.Null(new CommandIntake(_options, _commissioned.Plan, _journal, _states).Take(
        _sent, retained: false, _now, _boot.Condition.Synchronised));

    private ImmutableArray<MeterPlan> Meters()
    {
        var water = Water.IndexOf(Quantity.Volume);
        var energy = Electricity.IndexOf(Quantity.EnergyImport);
        return _resource == Resource.Water
            ? [Meter(Valve, Water, new PointPlan(new("water-07"), Quantity.Volume, water) { RateMax = 10_000_000 })]
            :
            [
                Meter(Sockets, Electricity, new PointPlan(new(Sockets), Quantity.EnergyImport, energy)
                {
                    RateMax = 100_000_000,
                }),
                Meter(LightCircuit, Electricity, new PointPlan(new(LightCircuit), Quantity.EnergyImport, energy)),
                Meter(Server, Electricity, new PointPlan(new(Server), Quantity.EnergyImport, energy)),
                .. _lamps.Take(1).Select(lamp => Meter(
                    lamp.Id.Value, Electricity, new PointPlan(lamp.Below!.Value, Quantity.EnergyImport, energy))),
                .. Enumerable.Range(1, _others).Select(number => Meter(
                    $"other-{number}", Electricity,
                    new PointPlan(new($"other-{number}"), Quantity.EnergyImport, energy))),
            ];
    }

    private static MeterPlan Meter(string name, DeviceProfile profile, PointPlan point) =>
        new(new MeterId($"m-{name}"), "tcp-1", new MeterAddress.Modbus(1), profile, "S", 1, [point]);

    private SwitchPointPlan Point(string name, CircuitKind feeds) => new(
        new SwitchPoint(new(name), Unit, _resource, feeds == CircuitKind.Ordinary, [feeds]), "board-1", 1,
        CutSense.Energise, ContactKind.NormallyClosed, WhenLost.Released, WhenLost.Last, TimeSpan.FromSeconds(1))
    {
        Rating = Rating,
        Below = new(_resource == Resource.Water ? "water-07" : name),
    };

    private static ImmutableArray<MonthAllowance> Allowances(long budget, long emergency) =>
    [
        .. new[] { "2026-02", "2026-03", "2026-04" }.Select(
            month => new MonthAllowance(month, budget * Kilo, emergency * Kilo, 1, [])),
    ];

    private static string Month(DateTimeOffset at) =>
        at.ToOffset(Zone).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private DateTimeOffset Parse(string time)
    {
        var parts = time.Split(' ');
        var clock = TimeSpan.Parse(parts[^1], CultureInfo.InvariantCulture);
        var local = _now.ToOffset(Zone);
        var midnight = local - local.TimeOfDay;
        if (parts.Length > 1)
        {
            var day = int.Parse(parts[0], CultureInfo.InvariantCulture);
            var first = midnight.AddDays(1 - midnight.Day);
            midnight = (day < midnight.Day ? first.AddMonths(1) : first).AddDays(day - 1);
        }
        return (midnight + clock).ToUniversalTime();
    }

    public static string Text(DateTimeOffset at) =>
        at.ToOffset(Zone).ToString("dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>The process is gone.</summary>
internal sealed class KilledException : Exception;
