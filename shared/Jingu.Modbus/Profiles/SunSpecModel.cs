using System.Collections.Immutable;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// Where a SunSpec device may keep its chain of models, and the model to find in it (SunSpec Device Information Model,
/// 6.3: two registers "SunS", then id and length of each model, closed by id 0xFFFF).
/// </summary>
public sealed record SunSpecModel
{
    public SunSpecModel(ImmutableArray<ushort> bases, ushort id, ushort length)
    {
        if (bases.IsEmpty)
            throw new ArgumentException("a SunSpec device has at least one base register");
        (Bases, Id, Length) = (bases, id, length);
    }

    /// <summary>Wire addresses to look for the mark at, in this order.</summary>
    public ImmutableArray<ushort> Bases { get; }

    public ushort Id { get; }

    /// <summary>The model's length without id and length registers.</summary>
    public ushort Length { get; }
}
