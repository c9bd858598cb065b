using System.Runtime.InteropServices;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Devices;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Campus;

/// <summary>
/// One meter: shows what it has counted at the instant of its site and logs what it served, read back from the very
/// registers that left. Computes its registers when asked, once per instant. Safe from any thread.
/// </summary>
internal sealed class VirtualMeter : IModbusDevice
{
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte TargetSilent = 11;

    /// <summary>One answer per connection is on its way; there are as many connections as a server takes.</summary>
    private const int OnTheirWayMax = ModbusTcpServer.ConnectionsMax;

    private readonly Lock _gate = new();
    private readonly MeterPlan _plan;
    private readonly IDeviceMap _map;
    private readonly MeterLoad _load;
    private readonly Noise _wobble;
    private readonly SiteInstant _now;
    private readonly RegisterLog _log;
    private readonly SilentAnswer _recordedGaps;
    private readonly RegisterImage _image;
    private readonly Actuator? _valve;

    /// <summary>
    /// Which instant each answer showed that has not left yet. When it is full, it holds answers that never left
    /// because their reader was killed, and is emptied.
    /// </summary>
    private readonly Dictionary<ModbusResult, long> _onTheirWay = new(ReferenceEqualityComparer.Instance);

    private long _shown = long.MinValue;
    private volatile bool _isSilent;
    private InverterTrouble _trouble;

    /// <param name="valve">A valve inside the meter; nothing: it has none.</param>
    public VirtualMeter(
        MeterPlan plan,
        MeterLoad load,
        ulong seed,
        SiteInstant now,
        RegisterLog log,
        SilentAnswer recordedGaps,
        Actuator? valve = null)
    {
        _valve = valve;
        (_plan, _load, _now, _log, _recordedGaps) = (plan, load, now, log, recordedGaps);
        _map = DeviceMaps.Of(plan.Kind);
        _image = new RegisterImage(_map.Blocks);
        _wobble = Noise.Of(seed, $"{plan.Id}/wobble");
    }

    /// <summary>A silent meter answers nothing, as if its wire were cut; it counts on.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    /// <summary>Sticks the valve inside the meter, or frees it again.</summary>
    public void SetStuck(bool isStuck)
    {
        lock (_gate)
            (_valve ?? throw new InvalidOperationException($"{_plan.Id} has no valve.")).IsStuck = isStuck;
    }

    /// <summary>An inverter has trouble, or none any more. What it does not generate is gone for good.</summary>
    public void SetTrouble(InverterTrouble trouble)
    {
        if (_load is not { Sun: not null, Supply: { } supply })
            throw new InvalidOperationException($"{_plan.Id} is no inverter.");
        lock (_gate)
        {
            var now = _now.Milliseconds;
            supply.Set(trouble is not (InverterTrouble.Fault or InverterTrouble.Snow), now, now);
            if (trouble == InverterTrouble.Stale)
                Show(now);
            _trouble = trouble;
            _shown = long.MinValue;
        }
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        if (_isSilent)
            return null;
        if (_load.Silent.Contains(_now.Milliseconds))
            return _recordedGaps == SilentAnswer.Nothing ? null : new ModbusResult.Refused(TargetSilent);
        if (request is ModbusRequest.WriteRegisters { Function: 6 } write && _valve is { } valve)
            return Write(write, valve);
        if (request is not ModbusRequest.ReadRegisters read || read.Function != _map.Function)
            return new ModbusResult.Refused(IllegalFunction);
        lock (_gate)
        {
            Show(_now.Milliseconds);
            if (_image.Read(read.Address, read.Count) is not { } registers)
                return new ModbusResult.Refused(IllegalAddress);
            var answer = new ModbusResult.Registers(ImmutableCollectionsMarshal.AsImmutableArray(registers));
            if (_onTheirWay.Count == OnTheirWayMax)
                _onTheirWay.Clear();
            _onTheirWay[answer] = _shown;
            return answer;
        }
    }

    public void Answered(ModbusRequest request, ModbusResult answer)
    {
        if (answer is not ModbusResult.Registers registers || TakeInstantOf(answer) is not { } instant)
            return;
        var served = new ServedRegisters(request.Address, registers.Values.AsSpan());
        foreach (var point in _plan.Points)
        {
            if (_map.Counter(point.Direction, served) is not { } counter)
                continue;
            _log.Served(point.Id, instant, counter * _plan.Multiplier);
            _log.Answered(_plan.Id, instant);
        }
    }

    private ModbusResult Write(ModbusRequest.WriteRegisters write, Actuator valve)
    {
        if (XintaiWater.ValveCommand(write.Address, write.Values[0]) is not { } close)
            return new ModbusResult.Refused(IllegalAddress);
        lock (_gate)
        {
            valve.Tell(close, SwitchCause.Written);
            _shown = long.MinValue;
        }
        return new ModbusResult.Written();
    }

    private DateTimeOffset? TakeInstantOf(ModbusResult answer)
    {
        lock (_gate)
        {
            return _onTheirWay.Remove(answer, out var instant)
                ? DateTimeOffset.FromUnixTimeMilliseconds(instant)
                : null;
        }
    }

    private void Show(long instant)
    {
        if (_shown == instant)
            return;
        if (_trouble == InverterTrouble.Stale)
        {
            _shown = instant;
            return;
        }
        var rate = _load.Forward.PerHour(instant) - (_load.Reverse?.PerHour(instant) ?? 0);
        var shown = new Shown(
            _load.Forward.At(instant) / _plan.Multiplier,
            (_load.Reverse?.At(instant) ?? 0) / _plan.Multiplier,
            rate / _plan.Multiplier,
            _wobble.At(instant))
        {
            IsValveClosed = _valve is { IsCut: true },
            Serial = _plan.Serial,
            Peak = _plan.PeakKilowatts * 1000.0,
            Available = _load.Sun?.PerHour(instant) ?? rate,
            Trouble = _trouble,
        };
        _map.Write(shown, _image);
        _shown = instant;
    }
}
