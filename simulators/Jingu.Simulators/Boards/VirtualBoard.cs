using System.Collections.Immutable;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Boards;

/// <summary>
/// A board of relays on the wire: coils that are energised to cut, inputs that show where contacts stand, registers of
/// behaviour where the board has them. It does what is written, also to a whole group as the real board would, and logs
/// it. Safe from any thread.
/// </summary>
internal sealed class VirtualBoard : IModbusDevice
{
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;

    /// <summary>The Waveshare board's address of all relays together, V2 protocol.</summary>
    private const ushort AllRelays = 0x00FF;

    private readonly Lock _gate = new();
    private readonly BoardPlan _plan;
    private readonly Actuator[] _outputs;
    private readonly MwacRegisters? _registers;
    private readonly SiteInstant _now;
    private readonly Func<int, bool>? _isClosed;
    private long _heard;
    private bool _isGone;

    /// <param name="supplyOf">What a switch point's circuit is fed by.</param>
    /// <param name="isClosed">How its inputs stand, from 0, if anything is wired to them besides feedback.</param>
    public VirtualBoard(
        BoardPlan plan, Func<OutputPlan, Supply> supplyOf, SiteInstant now, SwitchLog log,
        Func<int, bool>? isClosed = null)
    {
        (_plan, _now, _heard, _isClosed) = (plan, now, now.Milliseconds, isClosed);
        _registers = plan.Kind == BoardKind.WbMwac ? new(plan.UnitIdentifier) : null;
        _outputs =
        [
            .. Enumerable.Range(0, plan.Kind.Outputs()).Select(output =>
                plan.Outputs.FirstOrDefault(wired => wired.Output == output) is { } wired
                    ? new Actuator(plan, output, wired.Point, supplyOf(wired), now, log)
                    : new Actuator(plan, output, null, new Supply(), now, log)),
        ];
    }

    /// <summary>A board that is gone answers nothing, as if its wire were cut. Its relays stay as they are.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate)
                return _isGone;
        }

        set
        {
            lock (_gate)
                _isGone = value;
        }
    }

    /// <summary>Welds the contact of an output or sticks its valve; or frees it again.</summary>
    public void SetStuck(int output, bool isStuck)
    {
        lock (_gate)
            _outputs[output].IsStuck = isStuck;
    }

    /// <summary>
    /// The board loses its power and comes back with its unprotected outputs cutting: set wrong after commissioning.
    /// Where it has registers of behaviour, they say so from then on.
    /// </summary>
    public void PowerUpOff()
    {
        lock (_gate)
        {
            foreach (var wired in _plan.Outputs.Where(wired => !wired.IsProtected))
            {
                _outputs[wired.Output].Tell(cut: true, SwitchCause.Board);
                _registers?.SetPowersUpEnergised(wired.Output);
            }
        }
    }

    /// <summary>What the board did by itself up to now, because nobody spoke to it.</summary>
    public void CatchUp()
    {
        lock (_gate)
            FallSafe();
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        lock (_gate)
        {
            if (_isGone)
                return null;
            FallSafe();
            _heard = _now.Milliseconds;
            return request switch
            {
                ModbusRequest.ReadBits { Function: 1 } read => Bits(read, [.. _outputs.Select(one => one.IsToldToCut)]),
                ModbusRequest.ReadBits { Function: 2 } read when _plan.Kind.Inputs() > 0 => Bits(read, Inputs()),
                ModbusRequest.WriteBits write => Write(write),
                ModbusRequest.ReadRegisters read when _registers is not null => _registers.Read(read),
                ModbusRequest.WriteRegisters write when _registers is not null => _registers.Write(write),
                _ => new ModbusResult.Refused(IllegalFunction),
            };
        }
    }

    private static ModbusResult Bits(ModbusRequest.ReadBits read, ImmutableArray<bool> bits) =>
        read.Address + read.Count <= bits.Length
            ? new ModbusResult.Bits(bits.Slice(read.Address, read.Count))
            : new ModbusResult.Refused(IllegalAddress);

    private ImmutableArray<bool> Inputs()
    {
        var inputs = new bool[_plan.Kind.Inputs()];
        for (var input = 0; _isClosed is not null && input < inputs.Length; input++)
            inputs[input] = _isClosed(input);
        foreach (var wired in _plan.Outputs)
        {
            if (wired.FeedbackInput is { } input)
                inputs[input] = _outputs[wired.Output].IsCut;
        }
        return [.. inputs];
    }

    private ModbusResult Write(ModbusRequest.WriteBits write)
    {
        if (_plan.Kind == BoardKind.WaveshareRelay8 && write is { Function: 5, Address: AllRelays })
            return Set(0, [.. Enumerable.Repeat(write.Values[0], _outputs.Length)], SwitchCause.WrittenInGroup);
        return write.Address + write.Values.Length > _outputs.Length
            ? new ModbusResult.Refused(IllegalAddress)
            : Set(
                write.Address,
                write.Values,
                write.Values.Length == 1 ? SwitchCause.Written : SwitchCause.WrittenInGroup);
    }

    private ModbusResult.Written Set(int first, ImmutableArray<bool> values, SwitchCause cause)
    {
        foreach (var (index, value) in values.Index())
            _outputs[first + index].Tell(value, cause);
        return new();
    }

    private void FallSafe()
    {
        if (_registers?.SafeSince(_heard, _now.Milliseconds) is not { } since)
            return;
        _heard = _now.Milliseconds;
        for (var output = 0; output < _outputs.Length; output++)
        {
            if (_registers.SafeState(output) is { } safe && _outputs[output].IsToldToCut != safe)
                _outputs[output].Tell(safe, SwitchCause.Board, since);
        }
    }
}
