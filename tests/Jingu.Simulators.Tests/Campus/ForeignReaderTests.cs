using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Jingu.Simulators.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>A foreign judge: mbpoll, and libmodbus inside it, reads what the virtual meters serve.</summary>
public sealed partial class ForeignReaderTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mbpoll_reads_the_register_that_the_log_notes(bool rtu)
    {
        await using var campus = VirtualCampus.Start(
            CampusPlan.Small(rtu: rtu), new(3, March.From, March.To), MachineTime.OfThisMachine);
        campus.ShowInstant(March.From);
        var endpoint = campus.Endpoints[0];
        string[] where = endpoint.Device is { } device
            ? ["-m", "rtu", "-b", "9600", "-P", "none", device]
            : ["-m", "tcp", "-p", endpoint.TcpPort.ToString(CultureInfo.InvariantCulture), endpoint.Host!];

        var printed = await RunAsync(
            ["-a", "1", "-0", "-r", "72", "-c", "1", "-t", "3:float", "-B", "-1", "-o", "5", .. where]);

        var match = Value().Match(printed);
        Assert.True(match.Success, printed);
        var kilowattHours = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        await Testing.Eventually.UntilAsync(() => campus.Log.AnsweredCount == 1);
        var logged = campus.Log.RegisterAt(campus.Plan.Points.Single().Id, March.From)!.Value;
        // mbpoll prints six digits.
        Assert.InRange(kilowattHours, (logged / 1000.0) - 0.1, (logged / 1000.0) + 0.1);
    }

    private static async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        using var mbpoll = Process.Start(new ProcessStartInfo("mbpoll", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var printed = mbpoll.StandardOutput.ReadToEndAsync();
        var complained = mbpoll.StandardError.ReadToEndAsync();
        await mbpoll.WaitForExitAsync();
        return await printed + await complained;
    }

    [GeneratedRegex(@"\[72\]:\s+([0-9.e+]+)")]
    private static partial Regex Value();
}
