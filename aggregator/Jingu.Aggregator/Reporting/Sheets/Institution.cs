namespace Jingu.Aggregator.Reporting.Sheets;

/// <summary>What the statistics of public institutions ask of a unit beside its use.</summary>
/// <param name="Code">单位代码.</param>
/// <param name="Nature">单位性质: 01 state organ, 02 or 021 to 026 institution, 03 social group.</param>
internal sealed record Institution(
    string Code, string Nature, long? LandSquareMetres, long? HeatedSquareMetres, long? NewEnergyVehicles,
    string Source);

/// <summary>What a supplier billed for a month.</summary>
/// <param name="Fen">Hundredths of a yuan.</param>
/// <param name="Source">Which bill.</param>
internal sealed record BilledCost(long Fen, string Source)
{
    public const long FenMax = 100_000_000_000;
}
