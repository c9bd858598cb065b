using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Control.Curtailing;

/// <summary>
/// One inverter that may be told a limit, behind a Modbus port and in turn with the meters there. It decides nothing,
/// and never throws for what a device does. One call at a time.
/// </summary>
/// <param name="meter">Declared curtailable; that its profile knows how was checked with the file.</param>
/// <param name="reader">Of the same inverter.</param>
internal sealed class Inverter(MeterPlan meter, IModbusClient client, IMeterReader reader, TimeSpan answerMax)
{
    private readonly CurtailRegisters _registers = ((DeviceProfile)meter.Profile).Curtailment!;
    private readonly byte _unitIdentifier = ((MeterAddress.Modbus)meter.Address).UnitIdentifier;

    private readonly CurtailWrite _write = new(
        ((MeterAddress.Modbus)meter.Address).UnitIdentifier, ((DeviceProfile)meter.Profile).Curtailment!);

    private readonly int _power = ((DeviceProfile)meter.Profile).IndexOf(Quantity.Power);

    /// <summary>Reads limit and power.</summary>
    public async ValueTask<InverterLook> LookAsync(CancellationToken stop)
    {
        var (mode, fault) = await ReadAsync(_registers.Mode, stop);
        if (fault is not null)
            return InverterLook.Silent(fault);
        (var tenths, fault) = await ReadAsync(_registers.Limit, stop);
        if (fault is not null)
            return InverterLook.Silent(fault);
        var kind = mode == _registers.Unlimited ? LimitMode.None
            : mode == _registers.Percent ? LimitMode.Share : LimitMode.Other;
        return new(kind, tenths, await PowerAsync(stop), null);
    }

    /// <summary>
    /// Sets a share of rated power, then makes it hold: before that it has no effect. What came of it, the next look
    /// tells.
    /// </summary>
    /// <param name="tenths">Tenths of a percent.</param>
    public async ValueTask LimitAsync(int tenths, CancellationToken stop)
    {
        if (await client.ExecuteAsync(_write.Share(tenths), answerMax, stop) is ModbusResult.Written)
            await client.ExecuteAsync(_write.ShareHolds, answerMax, stop);
    }

    /// <summary>Lifts the limit: what came of it, the next look tells.</summary>
    public async ValueTask LiftAsync(CancellationToken stop) =>
        await client.ExecuteAsync(_write.NoLimit, answerMax, stop);

    private async ValueTask<(ushort Word, string? Fault)> ReadAsync(ushort register, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(_unitIdentifier, 3, register, 1), answerMax, stop);
        return result is ModbusResult.Registers { Values: [var word] }
            ? (word, null)
            : ((ushort)0, ModbusBoard.Describe(result));
    }

    private async ValueTask<double?> PowerAsync(CancellationToken stop) =>
        _power >= 0 && await reader.ReadAsync(stop) is MeterReadResult.Values values
        && values.Counts[_power] is { } count
            ? meter.Profile.Layout[_power].ToDouble(count)
            : null;
}
