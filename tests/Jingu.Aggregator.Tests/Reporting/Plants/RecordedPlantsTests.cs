using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Testing;
using Jingu.Time.Sun;
using Xunit;
using Xunit.Abstractions;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

/// <summary>Figures and alarms on what real plants did; nobody here wrote these values.</summary>
public sealed class RecordedPlantsTests(ITestOutputHelper output)
{
    private const long RsfCapacityW = 204_120;

    private static readonly Dictionary<DateTimeOffset, double> NoSiblings = [];

    /// <summary>Computed apart from this, in Python: 0.58520 from 1,455.887 kWh and 12.18823 kWh/m2.</summary>
    [RecordingsFact]
    public void The_performance_ratio_of_five_days_is_0_585()
    {
        var quarters = Recordings.Quarters(Recordings.Rsf());

        var ratio = PerformanceRatio.Of(RsfCapacityW, quarters);

        Assert.NotNull(ratio);
        Assert.Equal(0.58520, ratio.Ratio!.Value, tolerance: 0.00002);
        Assert.Equal(12.18823, ratio.ReferenceYield, tolerance: 0.00001);
        Assert.Equal(1_455_887, quarters.Sum(quarter => quarter.Wh)!.Value, tolerance: 1d);
        Assert.Equal((480, 1, 0L), (ratio.Quarters, ratio.Coverage, ratio.LeftOutWh));
    }

    [RecordingsFact]
    public void What_the_sensor_missed_is_left_out_and_never_counts_as_darkness()
    {
        var samples = Recordings.Rsf();
        var second = samples[0].At.AddDays(1);
        // The sensor is away on the whole second day, and energy on the third.
        var quarters = Recordings.Quarters(
            [.. samples.Select(sample => sample.At.Date == second.Date ? sample with { Irradiance = null } : sample)]);
        ImmutableArray<PlantQuarter> holed =
        [
            .. quarters.Select(quarter => quarter.Start.Date == second.AddDays(1).Date
                ? quarter with { Wh = null, MeasuredWh = null }
                : quarter),
        ];

        var ratio = PerformanceRatio.Of(RsfCapacityW, holed)!;

        ImmutableArray<PlantQuarter> rest =
            [.. holed.Where(quarter => quarter is { Wh: not null, Irradiance: not null })];
        Assert.Equal(PerformanceRatio.Of(RsfCapacityW, rest)!.Ratio, ratio.Ratio);
        Assert.Equal((288, 0.6), (ratio.Quarters, ratio.Coverage));
        Assert.Equal((96, 96), (ratio.WithoutIrradiance, ratio.WithoutEnergy));
        Assert.Equal(
            quarters.Where(quarter => quarter.Start.Date == second.Date).Sum(quarter => quarter.Wh), ratio.LeftOutWh);
        Assert.True(ratio.LeftOutWh > 0);
    }

    [RecordingsFact]
    public void A_day_without_output_in_light_is_told_with_its_evidence_and_no_inverter_is_blamed()
    {
        var samples = Recordings.Rsf();
        var last = samples[^1].At.Date;

        // The clock of this recording is not trusted: daylight is what the sensors measured.
        var alarms = PlantAlarms.Of(new(RsfCapacityW, new(null), samples, NoSiblings));
        Print(alarms);

        var alarm = Assert.Single(alarms, each => each.Begin.Date == last);
        Assert.Equal(PlantAlarmKind.NoOutput, alarm.Kind);
        Assert.Equal(new DateTime(2022, 1, 6), last);
        Assert.Null(alarm.End);
        Assert.Equal<PlantHint>(
            [PlantHint.DcVoltageWithoutCurrent, PlantHint.IrradianceSensorsDisagree, PlantHint.SnowOrSoilingLikely],
            alarm.Hints);
        var (voltage, current, light, cell) = (
            Of(alarm, "dcVoltageV"), Of(alarm, "dcCurrentA"), Of(alarm, "irradianceWm2"),
            Of(alarm, "otherIrradianceWm2"));
        Assert.Equal((0, 0), (Of(alarm, "powerW").Max, current.Max));
        Assert.InRange(voltage.Min, 300, 400);
        Assert.Equal(455.03, voltage.Max, tolerance: 0.01);
        Assert.Equal(325.93, light.Max, tolerance: 0.01);
        Assert.Equal(441.55, cell.Max, tolerance: 0.01);
        Assert.InRange(cell.Min, 5, 20);
        Assert.DoesNotContain(alarms, each => each.Kind == PlantAlarmKind.InverterFault);
        // Four days on which it worked, a little worse on some mornings, raise nothing.
        Assert.Empty(alarms.Where(each => each.Begin.Date != last));
    }

    [RecordingsFact]
    public void An_array_of_104_days_raises_no_alarm_at_night()
    {
        var samples = Recordings.Serf();
        // pvanalytics names the place in its examples. Stamps are the ends of quarter hours.
        var place = new Coordinates(39.742, -105.1727);
        ImmutableArray<PlantSample> stamped =
            [.. samples.Select(sample => sample with { At = sample.At.AddMinutes(-15) })];

        var alarms = PlantAlarms.Of(new(6_000, new(place), stamped, NoSiblings));
        Print(alarms);

        Assert.True(stamped[^1].At - stamped[0].At >= TimeSpan.FromDays(104));
        Assert.True(stamped.Count(sample => sample.Power < 0) > 4_000, "Nights are in the recording.");
        Assert.All(alarms, alarm => Assert.True(
            SunPosition.At(place, alarm.Begin).Elevation >= Daylight.ElevationMin
                && SunPosition.At(place, alarm.Raised).Elevation >= Daylight.ElevationMin,
            $"{alarm.Kind} at night: {alarm.Begin:u}"));
        // By day one quarter hour has an eighth of what its neighbours have. Thunderstorms that leave an hour and a
        // half of a summer evening without output, the sun behind the array, are shorter than the delay.
        Assert.Equal(PlantAlarmKind.Outliers, Assert.Single(alarms).Kind);
    }

    [RecordingsFact]
    public void Samples_that_were_labelled_as_stale_are_found()
    {
        var (samples, labels) = Recordings.Labelled("ac_power_inv_2173_stale_data.csv.gz", "stale_data_mask");

        var (precision, recall) = Judge("stale", StaleRuns.Of(samples, 1_000), labels);

        Assert.Equal(245, labels.Count(label => label));
        Assert.True(precision >= 0.99 && recall >= 0.99, $"{precision}, {recall}");
        Assert.Equal(
            3, PlantAlarms.Of(new(1_000, new(null), samples, NoSiblings)).Count(
                alarm => alarm.Kind == PlantAlarmKind.StaleValues));
    }

    [RecordingsFact]
    public void Samples_that_were_labelled_as_outliers_are_found()
    {
        var (samples, labels) = Recordings.Labelled("ac_power_inv_7539_outliers.csv.gz", "outlier");

        var (precision, recall) = Judge("outliers", Outliers.Of(samples, 1_000), labels);

        Assert.Equal(6, labels.Count(label => label));
        Assert.True(precision >= 0.99 && recall >= 0.99, $"{precision}, {recall}");
    }

    /// <summary>Nobody labelled these recordings: one sample of 10,480 is found, the one told above.</summary>
    [RecordingsFact]
    public void Plants_at_their_limit_under_clouds_and_at_night_are_not_stale_and_hardly_ever_out_of_line()
    {
        var serf = Recordings.Serf();
        Assert.Equal(0, StaleRuns.Of(serf, 6_000).Count(stale => stale));
        Assert.Equal(1, Outliers.Of(serf, 6_000).Count(outlier => outlier));
        var rsf = Recordings.Rsf();
        Assert.Equal(0, StaleRuns.Of(rsf, RsfCapacityW).Count(stale => stale));
        Assert.Equal(0, Outliers.Of(rsf, RsfCapacityW).Count(outlier => outlier));
    }

    private static PlantEvidence Of(PlantAlarm alarm, string name) =>
        Assert.Single(alarm.Evidence, evidence => evidence.Name == name);

    private (double Precision, double Recall) Judge(string what, bool[] found, bool[] labels)
    {
        var right = found.Zip(labels).Count(pair => pair is (true, true));
        var precision = (double)right / Math.Max(1, found.Count(flag => flag));
        var recall = (double)right / labels.Count(label => label);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {labels.Length} samples, {right} of {labels.Count(label => label)} labelled found, ")
            + string.Create(CultureInfo.InvariantCulture, $"precision {precision:0.000}, recall {recall:0.000}"));
        return (precision, recall);
    }

    private void Print(ImmutableArray<PlantAlarm> alarms)
    {
        foreach (var alarm in alarms)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{alarm.Kind} {alarm.Begin:u} raised {alarm.Raised:u} end {alarm.End:u}, {alarm.Samples} samples: ")
                + string.Join(", ", alarm.Hints) + "; "
                + string.Join(", ", alarm.Evidence));
        }
    }
}
