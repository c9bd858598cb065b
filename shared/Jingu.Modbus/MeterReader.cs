using System.Collections.Immutable;
using Jingu.Modbus.Planning;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus;

/// <summary>
/// Reads one Modbus meter: the plan's requests in order, stopping at the first that fails. A SunSpec device is searched
/// for its model at the first reading, and again after it refused. One reading at a time.
/// </summary>
/// <param name="answerMax">How long the meter may take for each answer, machine time.</param>
public sealed class MeterReader(IModbusClient client, DeviceProfile profile, byte unitIdentifier, TimeSpan answerMax)
    : IMeterReader
{
    private ReadPlan? _plan;

    public async ValueTask<MeterReadResult> ReadAsync(CancellationToken stop)
    {
        if (_plan is null && await PlanAsync(stop) is { } unplanned)
            return new MeterReadResult.Failed(ToFault(unplanned));
        var requests = _plan!.Requests;
        var answers = new ImmutableArray<ushort>[requests.Length];
        for (var i = 0; i < requests.Length; i++)
        {
            var result = await client.ExecuteAsync(requests[i], answerMax, stop);
            if (result is not ModbusResult.Registers registers)
                return Failed(result);
            answers[i] = registers.Values;
        }
        return new MeterReadResult.Values(_plan.Decode(answers));
    }

    /// <summary>Null when there is a plan now.</summary>
    private async ValueTask<ModbusResult?> PlanAsync(CancellationToken stop)
    {
        if (profile.SunSpec is not { } model)
        {
            _plan = ReadPlan.For(profile, unitIdentifier);
            return null;
        }
        var (address, fault) = await SunSpecSearch.FindAsync(client, model, unitIdentifier, answerMax, stop);
        if (fault is null)
            _plan = ReadPlan.ForModelAt(address, profile, unitIdentifier);
        return fault;
    }

    private MeterReadResult.Failed Failed(ModbusResult fault)
    {
        if (fault is ModbusResult.Refused)
            _plan = null;
        return new MeterReadResult.Failed(ToFault(fault));
    }

    private static MeterReadFault ToFault(ModbusResult fault) => fault switch
    {
        ModbusResult.TimedOut => new(MeterFaultKind.Silent, ""),
        ModbusResult.Refused refused => new(MeterFaultKind.Refused, $"Modbus exception {refused.ExceptionCode}"),
        ModbusResult.Malformed malformed => new(MeterFaultKind.Damaged, malformed.Detail),
        ModbusResult.LinkLost lost => new(MeterFaultKind.LinkLost, lost.Detail),
        _ => new(MeterFaultKind.Damaged, $"an answer of another kind: {fault}"),
    };
}
