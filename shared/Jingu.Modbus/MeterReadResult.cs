using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus;

/// <summary>What came of reading a meter once.</summary>
public abstract record MeterReadResult
{
    private MeterReadResult()
    {
    }

    /// <summary>Counts in the order of the profile's layout; null where the meter said "not available".</summary>
    public sealed record Values(ImmutableArray<long?> Counts) : MeterReadResult;

    /// <summary>The first request that failed; nothing of this reading is used.</summary>
    public sealed record Failed(ModbusResult Fault) : MeterReadResult;
}
