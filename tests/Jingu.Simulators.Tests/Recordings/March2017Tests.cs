using Jingu.Simulators.Campus;
using Jingu.Testing;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Recordings;

/// <summary>What is known of the recordings of March 2017 (the README beside them) holds in the replay.</summary>
public sealed class March2017Tests
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;

    [RecordingsFact]
    public async Task Water_meters_without_rows_or_with_falls_are_left_out_and_named()
    {
        await using var campus = Start();

        Assert.Equal(
            [
                "w037 left out: it has no rows in 2017-03.",
                "w049 left out: it has no rows in 2017-03.",
                "w056 left out: its register falls 33 times in 2017-03.",
            ],
            campus.Notes.Where(note => note.Contains("2017-03.", StringComparison.Ordinal) && note[0] == 'w'));
    }

    [RecordingsFact]
    public async Task The_run_reaches_as_far_as_silent_meters_make_it()
    {
        await using var campus = Start();

        // w012 speaks at 14:22 on the last day of February and again at 04:19 on the first of April.
        Assert.Equal(new DateTimeOffset(2017, 2, 28, 14, 15, 0, Shanghai), campus.EarliestStart);
        Assert.Equal(new DateTimeOffset(2017, 4, 1, 4, 30, 0, Shanghai), campus.LatestEnd);
    }

    [RecordingsFact]
    public async Task The_missing_hour_of_daylight_saving_is_continued_and_marked()
    {
        await using var campus = Start();

        var marked = campus.Notes.Where(note => note.Contains("continue the hour before", StringComparison.Ordinal));
        Assert.NotEmpty(marked);
        Assert.Contains(marked, note => note.Contains("2017-03-12 0", StringComparison.Ordinal));
    }

    [RecordingsFact]
    public async Task Reading_the_recordings_takes_seconds()
    {
        var time = MachineTime.OfThisMachine;
        var start = time.GetTimestamp();
        await using var campus = Start();

        Assert.True(time.GetElapsedTime(start) < TimeSpan.FromSeconds(15), $"{time.GetElapsedTime(start)}");
    }

    private static VirtualCampus Start() => VirtualCampus.Start(
        CampusPlan.Default(),
        new(1, March.From, March.To) { RecordingsFolder = RecordingsFactAttribute.Folder },
        MachineTime.OfThisMachine);
}
