using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// A WB-MSW on a ceiling: input registers 4 (temperature, hundredths of a degree) and 9 to 10 (light, hundredths of a
/// lux, high word first), as in template config-wb-msw_v3 of wb-mqtt-serial. Safe from any thread.
/// </summary>
internal sealed class VirtualCeiling(MeterId meter, SiteInstant now, RegisterLog log) : IModbusDevice
{
    private const byte IllegalFunction = 1;
    private const byte IllegalAddress = 2;
    private const byte TargetSilent = 11;
    private const int Temperature = 4;
    private const int Light = 9;
    private const ushort Degrees = 23_50;

    private long _lux;
    private volatile bool _isSilent;

    /// <summary>The light that falls on it, lx.</summary>
    public long Lux
    {
        get => Interlocked.Read(ref _lux);
        set => Interlocked.Exchange(ref _lux, value);
    }

    /// <summary>
    /// Its wire is cut: the serial device server in between answers for it, which costs nobody a time-out.
    /// </summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public ModbusResult? Answer(ModbusRequest request)
    {
        if (_isSilent)
            return new ModbusResult.Refused(TargetSilent);
        if (request is not ModbusRequest.ReadRegisters { Function: 4 } read)
            return new ModbusResult.Refused(IllegalFunction);
        var hundredths = checked((uint)(Lux * 100));
        var values = ImmutableArray.CreateBuilder<ushort>(read.Count);
        foreach (var address in Enumerable.Range(read.Address, read.Count))
        {
            ushort? value = address switch
            {
                Temperature => Degrees,
                Light => (ushort)(hundredths >> 16),
                Light + 1 => (ushort)(hundredths & 0xFFFF),
                _ => null,
            };
            if (value is not { } known)
                return new ModbusResult.Refused(IllegalAddress);
            values.Add(known);
        }
        return new ModbusResult.Registers(values.DrainToImmutable());
    }

    public void Answered(ModbusRequest request, ModbusResult answer)
    {
        if (answer is ModbusResult.Registers && request is ModbusRequest.ReadRegisters { Address: Light })
            log.Answered(meter, DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds));
    }
}
