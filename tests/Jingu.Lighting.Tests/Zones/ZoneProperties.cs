using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Lighting.Zones;
using Xunit;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>
/// Any rules over any sequence of people, light, presses, limits, silences, restarts and jumps of the clock. The judge
/// below knows the promises and nothing of the rules.
/// </summary>
public sealed class ZoneProperties
{
    private static readonly int[] Waits = [0, 1, 10, 10, 10, 30, 60, 300, 900, 3_600, 40_000];

    private static readonly Gen<(int Rules, List<(int What, int Amount, int Wait)> Happenings)> Cases =
        Gen.Zip(
            Gen.Choose(0, 255),
            Gen.Zip(Gen.Zip(Gen.Choose(0, 19), Gen.Choose(0, 1000)), Gen.Elements(Waits)).ListOf(150)
                .Select(list => list.Select(one => (one.Item1.Item1, one.Item1.Item2, one.Item2)).ToList()))
            .Select(both => (both.Item1, both.Item2));

    [Fact]
    public void Every_promise_holds_whatever_happens()
    {
        var (darkened, capped, dimmed) = (0, 0, 0);
        Properties.Hold(Cases, one =>
        {
            var world = new World(one.Rules);
            foreach (var (what, amount, wait) in one.Happenings)
                world.Live(what, amount, wait);
            darkened += world.Darkened;
            capped += world.Capped;
            dimmed += world.Dimmed;
            return world.Broken;
        }, runs: 150);
        Assert.True(
            darkened > 100 && capped > 100 && dimmed > 100,
            $"darkened {darkened} times, capped {capped}, dimmed {dimmed}: the property says nothing");
    }

    /// <summary>
    /// A light sensor that is as noisy as can be, up to five times the dead-band: the lamps turn round at most twice in
    /// each of the minutes that a step down waits, and go on and off at most twice in the time a surplus must last.
    /// </summary>
    [Fact]
    public void A_noisy_light_sensor_moves_no_lamp_to_and_fro() => Properties.Hold(
        Gen.Zip(Gen.Choose(0, 100_000), Gen.Zip(Gen.Choose(1, 75), Gen.Choose(0, 400))),
        one =>
        {
            var (seed, (noise, daylight)) = one;
            var random = new System.Random(seed);
            var rules = new ZoneRules { Daylight = new(TargetLux: 150, FullLux: 200) };
            var zone = SomeZone.With(rules);
            var now = new DateTimeOffset(2026, 10, 5, 8, 0, 0, TimeSpan.FromHours(8));
            ZoneState? state = null;
            var (turns, switchings, direction) = (0, 0, 0);
            for (var tick = 0; tick < 4 * 360; tick++)
            {
                var light = state?.Light ?? 1000;
                var lux = daylight + (light / 5) + random.Next(-noise, noise + 1);
                var step = ZoneLight.Next(
                    zone, state, new() { Lux = [new(Math.Max(0, lux), now)] }, now);
                if (state is not null && step.Light != light)
                {
                    switchings += step.Light > 0 == light > 0 ? 0 : 1;
                    turns += direction == Math.Sign(light - step.Light) ? 1 : 0;
                    direction = Math.Sign(step.Light - light);
                }
                (state, now) = (step.State, now.AddSeconds(10));
            }
            var (turnsMax, switchingsMax) = (noise <= 15 ? 2 : 2 * 4 * 60, 2 * 4 * 6);
            return turns > turnsMax ? $"{turns} turns with noise {noise} over {daylight} lx"
                : switchings > switchingsMax ? $"{switchings} switchings with noise {noise} over {daylight} lx"
                : null;
        },
        runs: 60);

    /// <summary>One zone, whose people and sensors are known for what they are.</summary>
    private sealed class World
    {
        private readonly Zone _zone;
        private DateTimeOffset _now = new(2026, 10, 5, 7, 0, 0, TimeSpan.FromHours(8));
        private ZoneInputs _inputs = new() { BuildingInUse = true };
        private ZoneState? _state;
        private DateTimeOffset _lowSince;
        private (int Light, bool IsOccupied) _last;
        private DateTimeOffset _emptyAt;
        private bool _isOccupied;
        private bool _isSilent;
        private int _daylight = 50;
        private ZoneOrder? _order;
        private int _orders;

        public World(int bits)
        {
            var rules = new ZoneRules
            {
                MinLight = 120,
                DimFor = TimeSpan.FromMinutes(2),
                Absence = (bits & 1) == 0 ? null : new() { AutoOn = (bits & 2) != 0 },
                Daylight = (bits & 4) == 0 ? null : new(TargetLux: 150, FullLux: 200),
                Schedule = (bits & 8) == 0 ? null : SomeZone.OfficeHours,
                Sweep = (bits & 16) == 0 ? null : new([new(20, 0)]),
                Corridor = (bits & 32) == 0 ? null : new(200, [SomeZone.Window(9, 17)]),
            };
            _zone = SomeZone.With(rules, presence: 1 + ((bits >> 6) & 1), lux: 1);
            _emptyAt = _now;
            Ask();
        }

        public string? Broken { get; private set; }

        public int Darkened { get; private set; }

        public int Capped { get; private set; }

        public int Dimmed { get; private set; }

        public void Live(int what, int amount, int wait)
        {
            if (Broken is not null)
                return;
            Happen(what, amount);
            Ask();
            var until = _now.AddSeconds(wait);
            // Asked when it wanted to be, and now and then in between.
            for (var turns = 0; _now < until && turns < 40; turns++)
            {
                var next = _now.AddSeconds(Math.Max(10, wait / 30));
                _now = next < until ? next : until;
                Ask();
            }
        }

        private void Happen(int what, int amount)
        {
            switch (what)
            {
                case 0 or 1 or 2:
                    _isOccupied = true;
                    break;
                case 3 or 4 or 5:
                    _isOccupied = false;
                    break;
                case 6:
                    _daylight = amount;
                    break;
                case 7 or 8:
                    Press(SwitchKind.On);
                    break;
                case 9:
                    Press(SwitchKind.Off);
                    break;
                case 10:
                    Press(SwitchKind.Level, amount);
                    break;
                case 11:
                    _inputs = _inputs with { LadderCap = amount };
                    break;
                case 12:
                    _inputs = _inputs with { DemandCap = amount };
                    break;
                case 13:
                    _inputs = _inputs with { LadderCap = null, DemandCap = null };
                    break;
                case 14:
                    _isSilent = amount % 2 == 0;
                    break;
                case 15:
                    _inputs = _inputs with { BuildingInUse = amount % 3 == 0 ? null : amount % 3 == 1 };
                    break;
                case 16:
                    (_state, _last) = (null, (0, false));
                    break;
                case 17:
                    _orders++;
                    _order = new(
                        $"{_orders}", "Wang", amount % 5 == 0 ? 0 : int.Max(amount, 120), _now.AddMinutes(amount));
                    break;
                case 18:
                    _order = new("end", "Wang", null, default);
                    break;
                default:
                    _now = _now.AddSeconds(amount % 2 == 0 ? -amount : amount * 60);
                    _lowSince = amount % 2 == 0 ? _now : _lowSince;
                    break;
            }
        }

        private void Press(SwitchKind kind, int light = 0)
        {
            _now = _now.AddSeconds(1);
            _inputs = _inputs with { Press = new(_now, kind, light) };
        }

        private void Ask()
        {
            if (!_isSilent)
            {
                _inputs = _inputs with
                {
                    Presence = [new(_isOccupied, _now), new(false, _now)],
                    Lux = [new(_daylight + ((_state?.Light ?? 0) / 5), _now)],
                };
            }
            _inputs = _inputs with { Order = _order };
            _order = null;
            var before = JsonSerializer.Serialize(_state);
            var step = ZoneLight.Next(_zone, _state, _inputs, _now);
            var again = ZoneLight.Next(_zone, _state, _inputs, _now);
            var stored = JsonSerializer.Serialize(step.State);
            Broken ??= stored == JsonSerializer.Serialize(again.State) && step.Light == again.Light
                ? Judge(step) is { } why ? $"{why} at {_now:O}, before {before}, after {stored}" : null
                : "the same arguments gave another answer";
            _state = JsonSerializer.Deserialize<ZoneState>(stored);
            if (step.Light > Math.Max(_zone.Rules.MinLight, _zone.Rules.DimLight))
                _lowSince = _now;
            _last = (step.Light, _isOccupied);
            _emptyAt = _isOccupied ? _emptyAt : _now;
        }

        private string? Judge(ZoneStep step)
        {
            var rules = _zone.Rules;
            var cap = Math.Min(_inputs.LadderCap ?? 1000, _inputs.DemandCap ?? 1000);
            Capped += step.Reason is LightReason.LadderCap or LightReason.DemandCap ? 1 : 0;
            Dimmed += step.State.Phase == ZonePhase.Leaving ? 1 : 0;
            if (step.Next <= _now || step.Next > _now.AddDays(1))
                return $"asks at {_now:O} for {step.Next:O}";
            if (step.Light < 0 || step.Light > Math.Max(cap, rules.MinLight) || step.Light > 1000)
                return $"{step.Light} over the limit {cap}";
            if (step.Light == 0 && _last.Light > 0)
            {
                Darkened++;
                if (Why(step) is { } why)
                    return why;
            }
            // Who is there for a day without a break is a sensor that is stuck.
            var isSeen = _isOccupied && !_isSilent && rules.Absence is not null && _last.IsOccupied
                && _now - _emptyAt < rules.Sensors.OccupiedStuckAfter;
            var mayBeLow = step.State.IsSwept || step.Reason is LightReason.ByHand or LightReason.ByOrder
                    or LightReason.DaylightEnough
                || _inputs.Press?.Light is > 0 and < 120;
            return isSeen && _last.Light >= rules.MinLight && step.Light < rules.MinLight && !mayBeLow
                ? $"{step.Light} ({step.Reason}) with somebody there"
                : null;
        }

        /// <summary>What is wrong with going dark like this.</summary>
        private string? Why(ZoneStep step)
        {
            var rules = _zone.Rules;
            if (step.Reason is LightReason.ByHand or LightReason.ByOrder)
                return rules.Corridor is null || _inputs.BuildingInUse == false ? null : "a corridor went dark by hand";
            if (rules.Corridor is not null && _inputs.BuildingInUse != false)
                return $"a corridor went dark ({step.Reason}) with people in the building";
            if (rules.Corridor is null && step.Reason == LightReason.Absent
                && _state!.Presence.Any(sensor => sensor.Fault != SensorFault.None)
                && step.State.Presence.Any(sensor => sensor.Fault != SensorFault.None))
            {
                return "dark by a sensor that has failed";
            }
            if (_last.Light > Math.Max(rules.DimLight, rules.Corridor?.Floor ?? rules.MinLight))
                return $"from {_last.Light} to dark ({step.Reason}) without a step";
            return rules.Corridor is null && _now - _lowSince < rules.DimFor
                ? $"dark ({step.Reason}) after {_now - _lowSince} of the dimmed step"
                : null;
        }
    }
}
