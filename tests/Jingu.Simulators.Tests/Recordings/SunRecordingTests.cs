using System.Globalization;
using System.IO.Compression;
using System.Text;
using Jingu.Simulators.Loads;
using Jingu.Simulators.Recordings;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Recordings;

/// <summary>A plant plays the recorded day of a real array on which the sun stood nearest to as high.</summary>
public sealed class SunRecordingTests : IDisposable
{
    private static readonly LocalDate Summer = new(2016, 7, 1);
    private static readonly LocalDate Autumn = new(2016, 9, 20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jingu-sun-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>3 kW of 6 from eight to sixteen in summer, half of it in autumn; -3 W at night.</summary>
    [Theory]
    [InlineData("2017-06-20", 12, 20_000 / 2 / 12)]
    [InlineData("2017-03-20", 12, 20_000 / 4 / 12)]
    [InlineData("2017-12-22", 8, 20_000 / 4 / 12)]
    [InlineData("2017-06-20", 16, 0)]
    [InlineData("2017-06-20", 2, 0)]
    public void A_slot_is_that_of_the_recorded_day_with_the_nearest_sun(string day, int hour, long wattHours)
    {
        Write(Rows(Summer, 3000).Concat(Rows(Autumn, 1500)));
        Assert.Equal(wattHours, SunRecording.Read(_folder.FullName).EnergyIn(SlotAt(day, hour), 20));
    }

    [Fact]
    public void A_day_that_was_not_recorded_whole_is_not_played()
    {
        Write(Rows(Summer, 3000).Skip(1).Concat(Rows(Autumn, 1500)));
        Assert.Equal(416, SunRecording.Read(_folder.FullName).EnergyIn(SlotAt("2017-06-20", 12), 20));
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_told_in_a_sentence()
    {
        Write(["yesterday,1"]);
        Assert.Contains("'yesterday,1' has no instant", Fault());
        Write(Rows(Summer, 1).Select(row => row + "W"));
        Assert.Contains("is no number. Fetch it again.", Fault());
        Write(Rows(Summer, 1).Take(3));
        Assert.Contains("holds no whole day", Fault());
    }

    private string Fault() =>
        Assert.Throws<RecordingsException>(() => SunRecording.Read(_folder.FullName)).Message;

    private static IEnumerable<string> Rows(LocalDate day, int watts) =>
        from quarter in Enumerable.Range(0, 96)
        let at = day.AtMidnight().PlusMinutes(15 * quarter)
        let power = at.Hour is >= 8 and < 16 ? watts.ToString(CultureInfo.InvariantCulture) : "-3"
        select $"{at.ToString("uuuu-MM-dd HH:mm:ss", null)}-07:00,{power}";

    private void Write(IEnumerable<string> rows)
    {
        var path = Path.Combine(_folder.FullName, SunRecording.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var zip = new GZipStream(File.Create(path), CompressionMode.Compress);
        zip.Write(Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend("measured_on,ac_power")) + "\n\n"));
    }

    private static Slot SlotAt(string day, int hour)
    {
        var from = DateTimeOffset.Parse($"{day}T{hour:00}:00+08:00", CultureInfo.InvariantCulture);
        return new Slots(from, from.AddHours(1), DateTimeZoneProviders.Tzdb["Asia/Shanghai"])[0];
    }
}
