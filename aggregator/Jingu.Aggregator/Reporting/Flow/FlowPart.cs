namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>Who used a part of what came into a building. Words of the API.</summary>
internal enum FlowUser
{
    /// <summary>A unit, by its own meters.</summary>
    Unit,

    /// <summary>Circuits of no unit.</summary>
    Common,

    /// <summary>What no meter below accounts for; below zero where they counted more.</summary>
    Gap,
}

/// <summary>A part of what a building used, Wh or L.</summary>
/// <param name="Unit">Its id; null where <paramref name="User"/> is no unit.</param>
/// <param name="Pv">What of it roof plants supplied; null where that is not known.</param>
internal sealed record FlowPart(FlowUser User, string? Unit, string? Name, string? NameEn, long Used, long? Pv)
{
    /// <summary>What of it came from the grid.</summary>
    public long? Grid => Used - Pv;
}
