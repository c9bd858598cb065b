using System.IO.Compression;
using System.Text;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using Jingu.Simulators.Recordings;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Recordings;

/// <summary>Replay of recordings made up for the purpose, so that these tests need none of the real ones.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly long MarchFrom = March.From.ToUnixTimeMilliseconds();
    private static readonly Slots Around = new(March.From.AddDays(-4), March.To.AddDays(4), Zone);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jingu-recordings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_absent_recording_is_named()
    {
        var fault = Assert.Throws<RecordingsException>(() => Replay(CampusPlan.Small()));

        Assert.Contains(ElectricityRecording.FileName, fault.Message, StringComparison.Ordinal);
        Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_of_the_recording_is_spread_evenly_over_the_sites_hour()
    {
        Write(_ => "2.5", Hourly(1000));

        var energy = Replay(CampusPlan.Small()).Loads.Electricity[new("unit-01")];

        var hours = energy.Chunk(Slots.PerHour).ToArray();
        Assert.Single(hours.Select(hour => hour.Sum()).Distinct());
        Assert.All(hours, hour => Assert.InRange(hour.Max() - hour.Min(), 0, 1));
    }

    [Fact]
    public void A_blank_hour_continues_the_hour_before_and_is_marked()
    {
        Write(hour => hour == new LocalDateTime(2017, 3, 12, 2, 0) ? "" : hour.Hour == 1 ? "9" : "1", Hourly(1000));

        var replay = Replay(CampusPlan.Small());

        var energy = replay.Loads.Electricity[new("unit-01")].Chunk(Slots.PerHour).Select(hour => hour.Sum()).ToArray();
        var blank = (4 + 11) * 24 + 2;
        Assert.Equal(energy[blank - 1], energy[blank]);
        Assert.True(energy[blank] > energy[blank + 1]);
        Assert.Contains("unit-01 (House_one): blank hours continue the hour before: 2017-03-12 02:00.", replay.Notes);
    }

    [Fact]
    public void A_units_month_is_scaled_to_what_suits_its_heads()
    {
        Write(hour => hour.Hour < 8 ? "1" : "3.25", Hourly(1000));
        var plan = CampusPlan.Small();

        var energy = Replay(plan).Loads.Electricity[new("unit-01")];

        var month = Enumerable.Range(0, Around.Count)
            .Where(slot => Around[slot].Start >= MarchFrom && Around[slot].Start < March.To.ToUnixTimeMilliseconds())
            .Sum(slot => energy[slot]);
        Assert.InRange(month / plan.Units[0].Headcount, 60_000, 200_000);
    }

    [Fact]
    public void A_gap_over_three_hours_is_a_silent_meter_that_must_be_heard_before_and_after()
    {
        var rows = Hourly(1000).Where(row =>
            !(row.At > new LocalDateTime(2017, 2, 28, 14, 22) && row.At < new LocalDateTime(2017, 3, 1, 4, 0))
            && !(row.At > new LocalDateTime(2017, 3, 31, 20, 0) && row.At < new LocalDateTime(2017, 4, 1, 3, 0)));
        Write(_ => "1", rows);

        var water = Replay(CampusPlan.Small(water: true)).Loads.Water[new("unit-01")];

        Assert.True(water.Silent.Contains(MarchFrom));
        Assert.Equal(new(2017, 2, 28, 14, 0, 0, TimeSpan.FromHours(8)), ServedSpan.Start(water.Silent, March.From));
        Assert.Equal(new(2017, 4, 1, 3, 15, 0, TimeSpan.FromHours(8)), ServedSpan.End(water.Silent, March.To));
    }

    [Fact]
    public void A_register_that_falls_in_the_month_leaves_its_meter_out()
    {
        var falling = Hourly(1000).Select((row, index) => row with { Litres = index == 400 ? 1 : row.Litres });
        Write(_ => "1", falling, Hourly(77_000));

        var replay = Replay(CampusPlan.Small(water: true));

        Assert.Contains("w001 left out: its register falls once in 2017-03.", replay.Notes);
        Assert.InRange(replay.Loads.Water[new("unit-01")].Forward.At(MarchFrom), 77_000, 80_000);
    }

    [Fact]
    public void Too_few_recordings_for_the_units_are_a_reason_to_stop()
    {
        Write(_ => "1", Hourly(1000));

        var fault = Assert.Throws<RecordingsException>(() => Replay(CampusPlan.Small(units: 2)));

        Assert.Contains("2 units need one each", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(LocalDateTime At, long Litres)> Hourly(long start) =>
        Enumerable.Range(0, 41 * 24)
            .Select(hour => (new LocalDateTime(2017, 2, 24, 0, 7).PlusHours(hour), start + (3L * hour)));

    private RecordedCampus Replay(CampusPlan plan) => RecordedCampus.Read(
        plan, new CampusOptions(1, March.From, March.To), _folder.FullName, Around);

    private void Write(
        Func<LocalDateTime, string> kilowattHours, params IEnumerable<(LocalDateTime At, long Litres)>[] meters)
    {
        var hours = Enumerable.Range(0, 41 * 24).Select(hour => new LocalDateTime(2017, 2, 24, 0, 0).PlusHours(hour));
        WriteLines(
            ElectricityRecording.FileName,
            hours.Select(hour => $"{Stamp(hour)},{kilowattHours(hour)}").Prepend("timestamp_local,House_one"));
        WriteLines(
            WaterRecording.FileName,
            meters.SelectMany((rows, index) => rows.Select(row => $"w{index + 1:000},{Stamp(row.At)},{row.Litres}"))
                .Prepend("meter,timestamp_local,reading_l"));
    }

    private void WriteLines(string name, IEnumerable<string> lines)
    {
        using var zip = new GZipStream(File.Create(Path.Combine(_folder.FullName, name)), CompressionMode.Compress);
        zip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    private static string Stamp(LocalDateTime at) => at.ToString("uuuu-MM-dd HH:mm:ss", null);
}
