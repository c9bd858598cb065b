using System.Collections.Immutable;

namespace Jingu.Modbus;

/// <summary>What came of reading a meter once.</summary>
public abstract record MeterReadResult
{
    private MeterReadResult()
    {
    }

    /// <summary>Counts in the order of the profile's layout; null where the meter said "not available".</summary>
    public sealed record Values(ImmutableArray<long?> Counts) : MeterReadResult;

    /// <summary>What failed first; nothing of this reading is used.</summary>
    public sealed record Failed(MeterReadFault Fault) : MeterReadResult;
}
