using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Alarms of a plant that do not cry wolf: by day only, after a delay, with the evidence in them. Pure: the same
/// samples give the same alarms.
/// </summary>
internal sealed class PlantAlarms
{
    /// <summary>V: an array in light, above what a sleeping inverter shows.</summary>
    private const double DcVoltageMin = 50;

    /// <summary>A: none flows.</summary>
    private const double DcCurrentMax = 0.1;

    /// <summary>Two sensors in one light: one shows more than so many times the other.</summary>
    private const double DisagreeRatio = 2;

    private readonly PlantWatch _watch;
    private readonly bool[] _stale;
    private readonly bool[] _outliers;

    private PlantAlarms(PlantWatch watch) => (_watch, _stale, _outliers) = (
        watch, StaleRuns.Of(watch.Samples, watch.CapacityW), Outliers.Of(watch.Samples, watch.CapacityW));

    /// <summary>By begin, then by kind.</summary>
    public static ImmutableArray<PlantAlarm> Of(PlantWatch watch)
    {
        var alarms = new PlantAlarms(watch);
        return
        [
            .. from kind in PlantWatch.Delays.Keys
               from span in alarms.Spans(kind)
               orderby span.Begin, kind
               select alarms.Make(kind, span),
        ];
    }

    private ImmutableArray<AlarmSpan> Spans(PlantAlarmKind kind)
    {
        var (on, off) = PlantWatch.Delays[kind];
        var delay = new AlarmDelay(on, off);
        for (var i = 0; i < _watch.Samples.Length; i++)
            delay.Add(i, _watch.Samples[i].At, PlantSample.StandsFor(_watch.Samples, i), Judge(kind, i));
        return delay.Spans();
    }

    private Verdict Judge(PlantAlarmKind kind, int index)
    {
        var sample = _watch.Samples[index];
        return kind switch
        {
            PlantAlarmKind.InverterFault when sample.State is null => Verdict.Unknown,
            PlantAlarmKind.InverterFault => BadIf(sample.State == PlantSample.Fault),
            _ when sample.Power is null => Verdict.Unknown,
            PlantAlarmKind.StaleValues => BadIf(_stale[index]),
            PlantAlarmKind.Outliers => BadIf(_outliers[index]),
            // A value that nobody measured says nothing about the plant; a fault and a throttled inverter say why.
            _ when _stale[index] || _outliers[index] || sample.State is PlantSample.Fault or PlantSample.Throttled =>
                Verdict.Unknown,
            PlantAlarmKind.NoOutput => ByDay(sample, IsOff(sample)),
            _ when IsOff(sample) => Verdict.Unknown,
            _ => Expected(kind, sample) is { } expected
                ? ByDay(sample, sample.Power < PlantWatch.FarBelow * expected)
                : Verdict.Unknown,
        };
    }

    /// <summary>Output ends an alarm at any hour; its lack counts by day.</summary>
    private Verdict ByDay(PlantSample sample, bool isBad) => isBad
        ? _watch.Daylight.At(sample) == true ? Verdict.Bad : Verdict.Unknown
        : Verdict.Good;

    /// <summary>W that siblings or the light let expect; null where they say nothing.</summary>
    private double? Expected(PlantAlarmKind kind, PlantSample sample) => kind switch
    {
        PlantAlarmKind.BelowSiblings =>
            _watch.SiblingYield.TryGetValue(Interval.StartOf(sample.At), out var yield)
                && yield >= PlantWatch.SiblingMin
                ? yield * _watch.CapacityW
                : null,
        PlantAlarmKind.BelowExpectation => sample.Irradiance >= PlantWatch.ExpectationMin
            ? sample.Irradiance / 1000 * PlantWatch.ExpectedRatio * _watch.CapacityW
            : null,
        _ => null,
    };

    private bool IsOff(PlantSample sample) => sample.Power < PlantWatch.NoOutputMax * _watch.CapacityW;

    private static Verdict BadIf(bool isBad) => isBad ? Verdict.Bad : Verdict.Good;

    private PlantAlarm Make(PlantAlarmKind kind, AlarmSpan span)
    {
        var bad = span.Bad.Select(index => _watch.Samples[index]).ToList();
        return new(
            kind, span.Begin, span.Raised, span.End, bad.Count,
            kind == PlantAlarmKind.NoOutput ? [.. Hints(bad)] : [],
            [
                .. new[]
                {
                    PlantEvidence.Of("powerW", bad.Select(sample => sample.Power)),
                    PlantEvidence.Of("dcVoltageV", bad.Select(sample => sample.DcVoltage)),
                    PlantEvidence.Of("dcCurrentA", bad.Select(sample => sample.DcCurrent)),
                    PlantEvidence.Of("irradianceWm2", bad.Select(sample => sample.Irradiance)),
                    PlantEvidence.Of("otherIrradianceWm2", bad.Select(sample => sample.OtherIrradiance)),
                    PlantEvidence.Of("state", bad.Select(sample => (double?)sample.State)),
                    PlantEvidence.Of("expectedW", bad.Select(sample => Expected(kind, sample))),
                }.OfType<PlantEvidence>(),
            ]);
    }

    private static IEnumerable<PlantHint> Hints(List<PlantSample> bad)
    {
        var withoutCurrent = IsMost(
            bad.Where(sample => sample is { DcVoltage: not null, DcCurrent: not null }),
            sample => sample.DcVoltage >= DcVoltageMin && sample.DcCurrent <= DcCurrentMax);
        var disagree = IsMost(
            bad.Where(sample => sample is { Irradiance: not null, OtherIrradiance: not null }),
            sample => sample.Brightest > DisagreeRatio * Math.Min(
                sample.Irradiance!.Value, sample.OtherIrradiance!.Value));
        if (withoutCurrent)
            yield return PlantHint.DcVoltageWithoutCurrent;
        if (disagree)
            yield return PlantHint.IrradianceSensorsDisagree;
        if (withoutCurrent && disagree)
            yield return PlantHint.SnowOrSoilingLikely;
    }

    private static bool IsMost(IEnumerable<PlantSample> samples, Func<PlantSample, bool> says)
    {
        var judged = samples.Select(says).ToList();
        return judged.Count > 0 && 2 * judged.Count(yes => yes) > judged.Count;
    }
}
