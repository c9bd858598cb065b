using System.Collections.Immutable;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Boards;

/// <summary>
/// A gateway of one DALI line on the wire (devices.md, section 17). It remembers levels and answers with what it
/// remembers; what the lamps do is another thing. Lamps of zones begin dark, all
/// others at full light. Safe from any thread.
/// </summary>
internal sealed class VirtualDali : IModbusDevice
{
    public const int Addresses = 64;
    public const int Groups = 16;

    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte IllegalValue = 3;
    private const int Full = 254;
    private const int WriteFirst = 256;
    private const int WriteGroupFirst = 384;
    private const int CacheFirst = 2560;
    private const int CacheGroupFirst = 2688;

    /// <summary>DALI's status byte: the lamp has failed; it is on.</summary>
    private const ushort LampFailure = 1 << 1;
    private const ushort LampOn = 1 << 2;

    private readonly Lock _gate = new();
    private readonly BoardPlan _plan;
    private readonly Func<OutputPlan, Dimming?> _lightOf;
    private readonly SiteInstant _now;
    private readonly SwitchLog _log;
    private readonly ushort[] _remembered;
    private readonly HashSet<int> _lying = [];
    private readonly HashSet<int> _failed = [];
    private bool _isGone;

    /// <param name="lightOf">What a lamp lights; nothing for one that nobody may write.</param>
    public VirtualDali(BoardPlan plan, Func<OutputPlan, Dimming?> lightOf, SiteInstant now, SwitchLog log)
    {
        (_plan, _lightOf, _now, _log) = (plan, lightOf, now, log);
        _remembered = [.. Enumerable.Repeat((ushort)Full, Addresses + Groups)];
        foreach (var output in plan.Outputs.Where(output => output.IsOfZone).SelectMany(
            output => output.Members.Add(output.Output)))
        {
            _remembered[output] = 0;
        }
    }

    /// <summary>A gateway that is gone answers nothing, as if its wire were cut.</summary>
    public void SetGone(bool isGone)
    {
        lock (_gate)
            _isGone = isGone;
    }

    /// <summary>It hears and remembers, and the lamp stays as it is; or follows again from the next write on.</summary>
    public void SetLying(int output, bool isLying) => Set(_lying, output, isLying);

    /// <summary>The lamp is broken: dark, and told so by its status; or replaced, at the level remembered.</summary>
    public void SetFailed(int output, bool hasFailed)
    {
        Set(_failed, output, hasFailed);
        lock (_gate)
            Light(output, hasFailed ? 0 : _remembered[output]);
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        lock (_gate)
        {
            return _isGone ? null : request switch
            {
                ModbusRequest.ReadRegisters { Function: 3 } read => Read(read),
                ModbusRequest.WriteRegisters { Function: 6 } write => Write(write),
                _ => new ModbusResult.Refused(IllegalFunction),
            };
        }
    }

    private ModbusResult Read(ModbusRequest.ReadRegisters read)
    {
        var values = ImmutableArray.CreateBuilder<ushort>(read.Count);
        foreach (var address in Enumerable.Range(read.Address, read.Count))
        {
            if (ValueAt(address) is not { } value)
                return new ModbusResult.Refused(IllegalAddress);
            values.Add(value);
        }
        return new ModbusResult.Registers(values.DrainToImmutable());
    }

    private ushort? ValueAt(int address) => address switch
    {
        < Addresses => (ushort)(_failed.Contains(address) ? LampFailure : _remembered[address] > 0 ? LampOn : 0),
        >= CacheFirst and < CacheFirst + Addresses => _remembered[address - CacheFirst],
        >= CacheGroupFirst and < CacheGroupFirst + Groups => _remembered[Addresses + address - CacheGroupFirst],
        _ => null,
    };

    private ModbusResult Write(ModbusRequest.WriteRegisters write)
    {
        int? output = write.Address switch
        {
            >= WriteFirst and < WriteFirst + Addresses => write.Address - WriteFirst,
            >= WriteGroupFirst and < WriteGroupFirst + Groups => Addresses + write.Address - WriteGroupFirst,
            _ => null,
        };
        if (output is not { } number)
            return new ModbusResult.Refused(IllegalAddress);
        if (write.Values[0] > Full)
            return new ModbusResult.Refused(IllegalValue);
        Move(number, write.Values[0]);
        return new ModbusResult.Written();
    }

    private void Move(int output, ushort level)
    {
        var wired = Wired(output);
        var before = _remembered[output];
        _log.Add(new(
            DateTimeOffset.FromUnixTimeMilliseconds(_now.Milliseconds), _plan.Id, output, wired?.Point, level < before,
            level != before, SwitchCause.Written));
        _remembered[output] = level;
        foreach (var member in wired?.Members ?? [])
            _remembered[member] = level;
        if (!_lying.Contains(output) && !_failed.Contains(output))
            Light(output, level);
    }

    private void Light(int output, int level)
    {
        if (Wired(output) is { } wired && _lightOf(wired) is { } light)
            light.Set(SharesOf(level), _now.Milliseconds);
    }

    private OutputPlan? Wired(int output) => _plan.Outputs.FirstOrDefault(wired => wired.Output == output);

    /// <summary>IEC 62386-102: 10^((n - 1) / (253 / 3) - 1) percent; written down once more, for the judge.</summary>
    private static int SharesOf(int level) =>
        level == 0 ? 0 : (int)Math.Round(10 * Math.Pow(10, ((level - 1) * 3 / 253.0) - 1));

    private void Set(HashSet<int> outputs, int output, bool isIn)
    {
        lock (_gate)
        {
            if (isIn)
                outputs.Add(output);
            else
                outputs.Remove(output);
        }
    }
}
