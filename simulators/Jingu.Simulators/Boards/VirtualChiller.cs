using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Boards;

/// <summary>
/// A chiller's controller on the wire: three holding registers, supply temperature in tenths of a degree (0), limit of
/// current in percent (1), and the room's temperature in tenths, which cannot be written (2). The map is the
/// simulator's own. Safe from any thread.
/// </summary>
internal sealed class VirtualChiller(BoardPlan plan, Chiller chiller, SiteInstant now, SwitchLog log) : IModbusDevice
{
    public const int SupplyRegister = 0;
    public const int LimitRegister = 1;

    private const int RoomRegister = 2;
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte IllegalValue = 3;

    private readonly Lock _gate = new();
    private readonly ushort[] _values = [Chiller.SupplyNormally, Chiller.LimitNormally];

    /// <summary>Both set points stand where they stood at first.</summary>
    public bool StandsNormally
    {
        get
        {
            lock (_gate)
                return _values is [Chiller.SupplyNormally, Chiller.LimitNormally];
        }
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        lock (_gate)
        {
            return request switch
            {
                ModbusRequest.ReadRegisters { Function: 3 } read when read.Address + read.Count <= RoomRegister + 1 =>
                    new ModbusResult.Registers(
                        [.. Enumerable.Range(read.Address, read.Count).Select(ValueOf)]),
                ModbusRequest.ReadRegisters { Function: 3 } => new ModbusResult.Refused(IllegalAddress),
                ModbusRequest.WriteRegisters { Function: 6 } write => Write(write.Address, write.Values[0]),
                _ => new ModbusResult.Refused(IllegalFunction),
            };
        }
    }

    private ushort ValueOf(int register) => register == RoomRegister
        ? (ushort)Math.Round(chiller.RoomAt(now.Milliseconds) * 10)
        : _values[register];

    private ModbusResult Write(int register, ushort value)
    {
        if (register >= _values.Length)
            return new ModbusResult.Refused(IllegalAddress);
        if (register == SupplyRegister ? value is < 50 or > 150 : value is < 20 or > 100)
            return new ModbusResult.Refused(IllegalValue);
        var before = _values[register];
        // Warmer water and less current are less supply, as an open contact is.
        log.Add(new(
            DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds), plan.Id, register,
            plan.Outputs.FirstOrDefault(output => output.Output == register)?.Point,
            register == SupplyRegister ? value > before : value < before, value != before, SwitchCause.Written));
        _values[register] = value;
        chiller.Set(_values[SupplyRegister], _values[LimitRegister], now.Milliseconds);
        return new ModbusResult.Written();
    }
}
