using System.Collections.Immutable;
using Jingu.Modbus.Planning;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus;

/// <summary>
/// Reads one Modbus meter: the plan's requests in order. Where the meter refuses registers, the others are still read:
/// the plan is parted until only the refused ones are left out, which the meter is asked for again each time. What is
/// no refusal of registers ends the reading. A SunSpec device is searched for its model at the first reading, and again
/// after it refused everything. One reading at a time.
/// </summary>
/// <param name="answerMax">How long the meter may take for each answer, machine time.</param>
public sealed class MeterReader(IModbusClient client, DeviceProfile profile, byte unitIdentifier, TimeSpan answerMax)
    : IMeterReader
{
    private const byte IllegalFunction = 1;

    private readonly ScaledCounts _scaled = new();
    private ReadPlan? _plan;
    private ReadPlan? _counters;

    public ValueTask<MeterReadResult> ReadAsync(CancellationToken stop) => ReadAsync(default, stop);

    public async ValueTask<MeterReadResult> ReadAsync(ReadTerms terms, CancellationToken stop)
    {
        var limit = terms.AnswerMax is { } shorter && shorter < answerMax ? shorter : answerMax;
        if (_plan is null && await PlanAsync(limit, stop) is { } unplanned)
            return new MeterReadResult.Failed(ToFault(unplanned));
        // What counts nothing is read whole: a device that was asked nothing would pass for one that answers.
        var plan = terms.CountersOnly && !_counters!.Requests.IsEmpty ? _counters : _plan!;
        var answers = new List<ImmutableArray<ushort>?>();
        ModbusResult.Refused? refused = null;
        while (answers.Count < plan.Requests.Length)
        {
            switch (await client.ExecuteAsync(plan.Requests[answers.Count], limit, stop))
            {
                case ModbusResult.Registers registers:
                    answers.Add(registers.Values);
                    break;
                case ModbusResult.Refused fault when IsAboutRegisters(fault):
                    if (fault.ExceptionCode != IllegalFunction && plan.Part(answers.Count) is { } parted)
                    {
                        plan = parted;
                        break;
                    }
                    refused = fault;
                    answers.Add(null);
                    break;
                case var fault:
                    return new MeterReadResult.Failed(ToFault(fault));
            }
        }
        if (refused is not null && answers.TrueForAll(answer => answer is null))
        {
            _plan = null;
            return new MeterReadResult.Failed(ToFault(refused));
        }
        (_plan, _counters) = terms.CountersOnly ? (_plan, plan) : (plan, _counters);
        var values = new MeterReadResult.Values(plan.Decode(answers, _scaled));
        return terms.KeepRegisters ? values with { Registers = plan.RegistersOf(answers) } : values;
    }

    public async ValueTask<Nameplate?> IdentifyAsync(CancellationToken stop) => profile.SunSpec is { } model
        ? await SunSpecSearch.IdentifyAsync(client, model, unitIdentifier, answerMax, stop)
        : null;

    /// <summary>
    /// Illegal function, illegal address, illegal value and device failure, which some devices answer for a register
    /// they have not got (V1.1b3, section 7). Busy, and a gateway that does not reach the device, concern the meter.
    /// </summary>
    private static bool IsAboutRegisters(ModbusResult.Refused refused) =>
        refused.ExceptionCode is >= IllegalFunction and <= 4;

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

    private static MeterReadFault ToFault(ModbusResult fault) => fault switch
    {
        ModbusResult.TimedOut => new(MeterFaultKind.Silent, ""),
        ModbusResult.Refused refused => new(MeterFaultKind.Refused, $"Modbus exception {refused.ExceptionCode}"),
        ModbusResult.Malformed malformed => new(MeterFaultKind.Damaged, malformed.Detail),
        ModbusResult.LinkLost lost => new(MeterFaultKind.LinkLost, lost.Detail),
        _ => new(MeterFaultKind.Damaged, $"an answer of another kind: {fault}"),
    };
}
