using System.Collections.Immutable;

namespace Jingu.Modbus;

/// <summary>What came of reading a meter once.</summary>
public abstract record MeterReadResult
{
    private MeterReadResult()
    {
    }

    /// <summary>
    /// Counts in the order of the profile's layout; null where the meter said "not available" or refused.
    /// </summary>
    public sealed record Values(ImmutableArray<long?> Counts) : MeterReadResult
    {
        /// <summary>
        /// The registers of each value as the device sent them, in the same order; empty unless asked for.
        /// </summary>
        public ImmutableArray<ImmutableArray<ushort>> Registers { get; init; } = [];
    }

    /// <summary>What failed first; nothing of this reading is used.</summary>
    public sealed record Failed(MeterReadFault Fault) : MeterReadResult;
}
