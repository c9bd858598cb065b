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
    private ReadPlan? _counters;

    public ValueTask<MeterReadResult> ReadAsync(CancellationToken stop) => ReadAsync(default, stop);

    public async ValueTask<MeterReadResult> ReadAsync(ReadTerms terms, CancellationToken stop)
    {
        var limit = terms.AnswerMax is { } shorter && shorter < answerMax ? shorter : answerMax;
        if (_plan is null && await PlanAsync(limit, stop) is { } unplanned)
            return new MeterReadResult.Failed(ToFault(unplanned));
        var plan = terms.CountersOnly ? _counters! : _plan!;
        var answers = new ImmutableArray<ushort>[plan.Requests.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var result = await client.ExecuteAsync(plan.Requests[i], limit, stop);
            if (result is not ModbusResult.Registers registers)
                return Failed(result);
            answers[i] = registers.Values;
        }
        var values = new MeterReadResult.Values(plan.Decode(answers));
        return terms.KeepRegisters ? values with { Registers = plan.RegistersOf(answers) } : values;
    }

    /// <summary>Null when there is a plan now.</summary>
    private async ValueTask<ModbusResult?> PlanAsync(TimeSpan limit, CancellationToken stop)
    {
        if (profile.SunSpec is not { } model)
        {
            _plan = ReadPlan.For(profile, unitIdentifier);
            _counters = ReadPlan.For(profile, unitIdentifier, countersOnly: true);
            return null;
        }
        var (address, fault) = await SunSpecSearch.FindAsync(client, model, unitIdentifier, limit, stop);
        if (fault is not null)
            return fault;
        _plan = ReadPlan.ForModelAt(address, profile, unitIdentifier);
        _counters = ReadPlan.ForModelAt(address, profile, unitIdentifier, countersOnly: true);
        return null;
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
