using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Simulators.Campus;
using Jingu.Testing;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>
/// Foreign judges of the virtual inverters: a client written from the public standard walks their models, and mbpoll
/// reads single registers. What both find is what the product's profile reads.
/// </summary>
public sealed partial class SunSpecWalkTests : IAsyncDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("sunspec-103")!;

    private readonly VirtualCampus _campus = VirtualCampus.Start(
        WireReading.WithoutContacts(CampusPlan.Small(mains: true)), new(9, March.From, March.To),
        MachineTime.OfThisMachine);

    private MeterPlan Plant => _campus.Plan.Meters.Single(meter => meter.Kind == DeviceKind.Sunspec103);

    private PortEndpoint Endpoint => _campus.EndpointOf(Plant.Gateway, Plant.Port);

    public async ValueTask DisposeAsync() => await _campus.DisposeAsync();

    [Theory]
    [InlineData(12.25, 4)]
    [InlineData(0, 2)]
    public async Task A_client_written_from_the_standard_finds_what_the_profile_reads(double hours, int state)
    {
        _campus.ShowInstant(March.From.AddHours(hours));
        var walked = await WalkAsync();

        Assert.Equal(40000, walked.GetProperty("base").GetInt32());
        Assert.Equal(
            [(1, 65), (103, 50)],
            walked.GetProperty("chain").EnumerateArray().Select(model => (model[0].GetInt32(), model[1].GetInt32())));
        var points = walked.GetProperty("models").GetProperty("103");
        var (counts, nameplate) = await ReadAsync();
        foreach (var (register, count) in Profile.Registers.Zip(counts))
            AssertSame(register, points.GetProperty(register.Manual), count);
        Assert.Equal(state, points.GetProperty("St").GetInt32());
        Assert.Equal(
            (nameplate.Manufacturer, nameplate.Model, nameplate.Serial),
            (Common(walked, "Mn"), Common(walked, "Md"), Common(walked, "SN")));
        Assert.Equal(Plant.Serial, nameplate.Serial);
    }

    [Fact]
    public async Task By_day_the_array_carries_the_power_and_by_night_there_is_none()
    {
        _campus.ShowInstant(March.From.AddHours(12.25));
        var day = (await WalkAsync()).GetProperty("models").GetProperty("103");
        Assert.InRange(Number(day, "DCV"), 560, 640);
        Assert.InRange(Number(day, "DCA") * Number(day, "DCV"), Number(day, "W"), Number(day, "W") * 1.1);

        _campus.ShowInstant(March.From);
        var night = (await WalkAsync()).GetProperty("models").GetProperty("103");
        Assert.Equal((0, 0), (Number(night, "W"), Number(night, "DCA")));
        Assert.InRange(Number(night, "DCV"), 0, 50);
    }

    [Fact]
    public async Task Mbpoll_reads_what_the_profile_reads()
    {
        _campus.ShowInstant(March.From.AddHours(12.25));
        var (counts, _) = await ReadAsync();
        var energy = Profile.Registers[0];

        Assert.Equal(0x5375_6E53, await PollAsync(40000, "4:int", "-B"));
        Assert.Equal(103, await PollAsync(40069, "4"));
        Assert.Equal((double)counts[0]!.Value, await PollAsync(40069 + energy.Address, "4:int", "-B"));
        var power = Profile.Registers[1];
        var scale = (short)(ushort)await PollAsync(40069 + power.ScaleFactorAddress!.Value, "4");
        Assert.Equal(
            Profile.Layout[1].ToDouble(counts[1]!.Value),
            await PollAsync(40069 + power.Address, "4") * Math.Pow(10, scale), 3);
    }

    private static void AssertSame(ProfileRegister register, JsonElement point, long? count)
    {
        if (point.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(count);
            return;
        }
        var walked = decimal.Parse(point.ToString(), CultureInfo.InvariantCulture) * register.Scale;
        Assert.True(count is not null, $"{register.Manual} is {walked} and was not read");
        Assert.InRange(count.Value * register.Resolution - walked, -register.Resolution / 2, register.Resolution / 2);
    }

    private static string Common(JsonElement walked, string point) =>
        walked.GetProperty("models").GetProperty("1").GetProperty(point).GetString()!;

    private static double Number(JsonElement points, string point) =>
        double.Parse(points.GetProperty(point).GetString()!, CultureInfo.InvariantCulture);

    private async Task<JsonElement> WalkAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "sunspec_walk.py");
        return JsonDocument.Parse(await Programs.RunAsync(
            "/usr/bin/python3", script, Text(Endpoint.TcpPort), Text(Plant.UnitIdentifier))).RootElement;
    }

    private async Task<(IReadOnlyList<long?> Counts, Nameplate Nameplate)> ReadAsync()
    {
        await using var client = WireReading.ClientOf(Endpoint);
        var reader = new MeterReader(client, Profile, Plant.UnitIdentifier, TimeSpan.FromSeconds(10));
        var read = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None));
        return (read.Counts, (await reader.IdentifyAsync(CancellationToken.None))!);
    }

    private async Task<double> PollAsync(int address, params string[] type)
    {
        var printed = await Programs.RunAsync(
            "mbpoll",
            [
                "-a", Text(Plant.UnitIdentifier), "-0", "-r", Text(address), "-t", .. type, "-1", "-o", "5",
                "-m", "tcp", "-p", Text(Endpoint.TcpPort), Endpoint.Host!,
            ]);
        var match = Value().Match(printed);
        Assert.True(match.Success, printed);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[\d+\]:\s+(-?\d+)")]
    private static partial Regex Value();
}
