using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What one meter, inverter or sensor said at one instant; null where it did not.</summary>
internal sealed record MeterSample(
    DateTimeOffset At, double? Power, double? DcVoltage, double? DcCurrent, int? State, double? Irradiance);

/// <summary>Makes one series of a plant out of those of its inverters and sensors. Pure.</summary>
internal static class SampleJoining
{
    /// <param name="inverters">Each by instant. The instants of the first one are the plant's.</param>
    /// <param name="sensors">None, the one in the plane of the array, or that and another one.</param>
    /// <returns>
    /// What others said last, not longer ago than <see cref="PlantSample.StandsForMax"/>. A sum with an unknown part is
    /// not known.
    /// </returns>
    public static ImmutableArray<PlantSample> Join(
        ImmutableArray<ImmutableArray<MeterSample>> inverters, ImmutableArray<ImmutableArray<MeterSample>> sensors)
    {
        if (inverters.IsEmpty)
            return [];
        var others = inverters.Skip(1).Select(each => new Held(each)).ToList();
        var lights = sensors.Select(each => new Held(each)).ToList();
        return
        [
            .. from sample in inverters[0]
               let all = others.Select(other => other.At(sample.At)).Prepend(sample).ToList()
               let light = lights.Select(sensor => sensor.At(sample.At)?.Irradiance).ToList()
               select new PlantSample(
                   sample.At,
                   Sum(all.Select(each => each?.Power)),
                   all.Max(each => each?.DcVoltage),
                   Sum(all.Select(each => each?.DcCurrent)),
                   all.Any(each => each?.State == PlantSample.Fault) ? PlantSample.Fault : sample.State,
                   light.ElementAtOrDefault(0),
                   light.ElementAtOrDefault(1)),
        ];
    }

    private static double? Sum(IEnumerable<double?> values)
    {
        var sum = 0d;
        foreach (var value in values)
        {
            if (value is not { } known)
                return null;
            sum += known;
        }
        return sum;
    }

    /// <summary>The latest sample at or before an instant; asked in the order of instants.</summary>
    private sealed class Held(ImmutableArray<MeterSample> samples)
    {
        private int _next;

        public MeterSample? At(DateTimeOffset instant)
        {
            while (_next < samples.Length && samples[_next].At <= instant)
                _next++;
            return _next > 0 && instant - samples[_next - 1].At <= PlantSample.StandsForMax ? samples[_next - 1] : null;
        }
    }
}
