using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// A sensor that sees people, or a switch that stays where it is put, at a discrete input of a Modbus device. The
/// device debounces it.
/// </summary>
/// <param name="input">From 1.</param>
internal sealed class BitLook(
    SensorPlan plan, int input, BoardPlan.Modbus board, IModbusClient client, TimeSpan answerMax,
    SensorReadings readings, SiteTime site)
    : ISensorLook
{
    private readonly ModbusRequest _request = new ModbusRequest.ReadBits(
        board.UnitIdentifier, 2, checked((ushort)(board.Profile.FirstInput + input - 1)), 1);

    private bool? _before;

    public async ValueTask LookAsync(CancellationToken stop)
    {
        var result = await client.ExecuteAsync(_request, answerMax, stop);
        if (result is not ModbusResult.Bits { Values: [var isActive] })
        {
            readings.Failed(plan.Id, ModbusBoard.Describe(result));
            return;
        }
        if (plan is SensorPlan.Presence presence)
        {
            readings.Saw(
                plan.Id, new PresenceReading(isActive == presence.ActiveIsOccupied, site.GetUtcNow()));
        }
        else
        {
            readings.Used(plan.Id, _before is { } before && before != isActive ? 1 : 0);
        }
        _before = isActive;
    }

    /// <summary>The port belongs to whoever opened it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
