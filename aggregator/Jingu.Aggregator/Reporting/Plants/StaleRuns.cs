namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Finds samples that repeat: the same power other than zero, again and again, while whatever else was sampled stands
/// still too. A zero at night is none. Pure.
/// </summary>
internal static class StaleRuns
{
    /// <summary>A run that lasts so long, from first to last sample and what that stands for, is stale.</summary>
    public static readonly TimeSpan SpanMin = TimeSpan.FromHours(2);

    /// <summary>
    /// An inverter at its limit shows the same for hours too: where nothing but power tells, above half of the
    /// capacity, so long.
    /// </summary>
    public static readonly TimeSpan SpanMinAtLimit = TimeSpan.FromHours(8);

    /// <summary>Fewer samples prove nothing.</summary>
    public const int SamplesMin = 4;

    /// <returns>For each sample whether it lies in a stale run.</returns>
    public static bool[] Of(IReadOnlyList<PlantSample> samples, long capacityW)
    {
        var stale = new bool[samples.Count];
        for (var begin = 0; begin < samples.Count;)
        {
            var end = begin + 1;
            while (end < samples.Count && IsSame(samples[begin], samples[end]))
                end++;
            if (IsStale(samples, begin, end, capacityW))
                Array.Fill(stale, true, begin, end - begin);
            begin = end;
        }
        return stale;
    }

    private static bool IsStale(IReadOnlyList<PlantSample> samples, int begin, int end, long capacityW)
    {
        if (samples[begin].Power is not { } power || power == 0 || end - begin < SamplesMin)
            return false;
        var lasted = samples[end - 1].At + PlantSample.StandsFor(samples, end - 1) - samples[begin].At;
        var mayBeAtLimit = samples[begin] is { DcVoltage: null, DcCurrent: null } && power > capacityW / 2d;
        return lasted >= (mayBeAtLimit ? SpanMinAtLimit : SpanMin);
    }

    /// <summary>Bit by bit: a live value of floating point never repeats for hours.</summary>
    private static bool IsSame(PlantSample one, PlantSample other) =>
        one.Power.Equals(other.Power) && one.DcVoltage.Equals(other.DcVoltage) && one.DcCurrent.Equals(other.DcCurrent);
}
