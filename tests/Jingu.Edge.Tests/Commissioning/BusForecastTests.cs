using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

public sealed class BusForecastTests
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void One_request_takes_what_the_arithmetic_of_the_line_says()
    {
        // Six registers: 8 + 17 characters of 10 bits at 9600 baud, two silences of 3.5 characters of 11 bits, 20 ms.
        var forecast = Of("xintai-water", meters: 1, baud: 9600, seconds: 10);
        Assert.Equal((25 * 10 / 9600.0) + (2 * 3.5 * 11 / 9600.0) + 0.020, forecast.Whole.TotalSeconds, 6);
        Assert.Equal((1, 6), (forecast.Requests, forecast.Registers));
    }

    [Fact]
    public void It_says_when_32_meters_at_9600_baud_cannot_be_read_in_their_period_and_what_to_do()
    {
        var finding = Of("chint-dtsu666", meters: 32, baud: 9600, seconds: 5).Judge();
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("32 meters need 7.73 s for everything at 9600 baud", finding.Text, StringComparison.Ordinal);
        Assert.Contains("cannot be read every 5s", finding.Text, StringComparison.Ordinal);
        Assert.Contains("Give the port a period of 10s", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_that_do_not_fit_fail() =>
        Assert.Equal(Severity.Failed, Of("chint-dtsu666", meters: 32, baud: 1200, seconds: 10).Judge().Severity);

    [Fact]
    public void What_fits_is_good() =>
        Assert.Equal(Severity.Good, Of("chint-dtsu666", meters: 32, baud: 9600, seconds: 60).Judge().Severity);

    [Fact]
    public void A_long_turnaround_is_counted()
    {
        var port = Line(9600, 10);
        var meter = Meter("xintai-water", 1) with { Turnaround = TimeSpan.FromMilliseconds(100) };
        var longer = BusForecast.Of(port, [meter])!.Whole - BusForecast.Of(port, [Meter("xintai-water", 1)])!.Whole;
        Assert.Equal(100 - (3.5 * 11 / 9.6), longer.TotalMilliseconds, 3);
    }

    [Fact]
    public void Several_in_flight_divide_the_time()
    {
        var one = new PortPlan("p", new PortSettings.Tcp("h", 502), TimeSpan.FromSeconds(1), AnswerMax);
        var eight = one with { Settings = new PortSettings.Tcp("h", 502, 8) };
        var meters = Enumerable.Range(1, 100).Select(unit => Meter("chint-dtsu666", unit)).ToList();
        meters = [.. meters.Select(meter => meter with { Port = "p" })];
        Assert.Contains("inFlight", BusForecast.Of(one, meters)!.Judge().Text, StringComparison.Ordinal);
        Assert.Equal(Severity.Good, BusForecast.Of(eight, meters)!.Judge().Severity);
    }

    private static BusForecast Of(string profile, int meters, int baud, int seconds) => BusForecast.Of(
        Line(baud, seconds), Enumerable.Range(1, meters).Select(unit => Meter(profile, unit)))!;

    private static PortPlan Line(int baud, int seconds) => new(
        "bus-1", new PortSettings.Serial(new SerialSettings("/dev/ttyS0", baud, SerialParity.None, 1)),
        TimeSpan.FromSeconds(seconds), AnswerMax);

    private static MeterPlan Meter(string profile, int unit) =>
        new(
            new MeterId($"m-{unit}"), "bus-1", new MeterAddress.Modbus((byte)unit), ProfileCatalogue.Find(profile)!,
            "S", 1, []);
}
