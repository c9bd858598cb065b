using System.Diagnostics;
using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Frames;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Frames;

/// <summary>
/// Meters of DL/T 645 and CJ/T 188 on pseudo-terminals, read by the product: on the line, and through a device server
/// that passes bytes on. The standards are written down twice, and must agree.
/// </summary>
public sealed class FrameMetersTests : IAsyncLifetime
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly List<Process> _servers = [];
    private readonly VirtualCampus _campus = VirtualCampus.Start(
        CampusPlan.Small(units: 2, water: true, mains: true, rtu: true), new(3, March.From, March.To), Machine);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
        await _campus.DisposeAsync();
    }

    [Theory]
    [InlineData("dlt645-1", false)]
    [InlineData("cjt188-1", false)]
    [InlineData("dlt645-1", true)]
    [InlineData("cjt188-1", true)]
    public async Task What_the_log_says_was_served_is_read_on_the_line_and_through_a_device_server(
        string port, bool overTcp)
    {
        var endpoint = _campus.Endpoints.Single(endpoint => endpoint.Port.Id == port);
        var meter = Assert.Single(_campus.Plan.Behind(endpoint.Port));
        var protocol = endpoint.Port.Kind == LineKind.Dlt645 ? FrameProtocol.Dlt645 : FrameProtocol.Cjt188;
        PortSettings settings = overTcp
            ? new PortSettings.FramesOverTcp(protocol, "127.0.0.1", await ServeAsync(endpoint.Device!), 2400)
            : new PortSettings.Frames(protocol, new(endpoint.Device!, 2400, SerialParity.None, 1));
        await using var line = MeterPort.Open(settings, Machine, paceLine: false);
        var profile = FrameProfiles.Find(meter.Kind.ProfileName())!;
        var reader = line.ReaderOf(AddressOf(meter), profile, AnswerMax);
        foreach (var instant in new[] { March.From, March.From.AddHours(12.25), March.To })
        {
            _campus.ShowInstant(instant);
            var counts = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(default)).Counts;
            foreach (var point in meter.Points)
            {
                Assert.True(Quantities.TryParse(point.QuantityName, out var quantity));
                var place = profile.Items.Index().First(item => item.Item.Quantity == quantity).Index;
                await Testing.Eventually.UntilAsync(() => _campus.Log.RegisterAt(point.Id, instant) is not null);
                Assert.Equal(
                    _campus.Log.RegisterAt(point.Id, instant),
                    profile.Layout[place].Floor(counts[place]!.Value) * meter.Multiplier);
            }
            if (protocol == FrameProtocol.Dlt645)
                AssertPlausible(profile, counts);
        }
    }

    [Fact]
    public async Task A_Modbus_line_is_read_through_a_device_server_too()
    {
        var endpoint = _campus.Endpoints.First(endpoint => endpoint.Port.Kind == LineKind.ModbusRtu);
        var meter = _campus.Plan.Behind(endpoint.Port).First();
        var settings = new PortSettings.RtuOverTcp("127.0.0.1", await ServeAsync(endpoint.Device!), 9600);
        await using var line = MeterPort.Open(settings, Machine, paceLine: false);
        var profile = Modbus.Profiles.ProfileCatalogue.Find(meter.Kind.ProfileName())!;
        _campus.ShowInstant(March.From);

        var read = await line.ReaderOf(new MeterAddress.Modbus(meter.UnitIdentifier), profile, AnswerMax)
            .ReadAsync(default);

        var counts = Assert.IsType<MeterReadResult.Values>(read).Counts;
        var place = profile.IndexOf(Quantity.EnergyImport);
        await Testing.Eventually.UntilAsync(
            () => _campus.Log.RegisterAt(meter.Points[0].Id, March.From) is not null);
        Assert.Equal(
            _campus.Log.RegisterAt(meter.Points[0].Id, March.From), profile.Layout[place].Floor(counts[place]!.Value));
    }

    [Fact]
    public async Task A_silent_meter_answers_nothing_and_speaks_again()
    {
        var endpoint = _campus.Endpoints.Single(endpoint => endpoint.Port.Id == "cjt188-1");
        var meter = Assert.Single(_campus.Plan.Behind(endpoint.Port));
        await using var line = MeterPort.Open(
            new PortSettings.Frames(FrameProtocol.Cjt188, new(endpoint.Device!, 2400, SerialParity.None, 1)), Machine,
            paceLine: false);
        var profile = FrameProfiles.Find(meter.Kind.ProfileName())!;
        _campus.SetSilent(meter.Id, true);

        var read = await line.ReaderOf(AddressOf(meter), profile, TimeSpan.FromMilliseconds(200)).ReadAsync(default);
        Assert.Equal(MeterFaultKind.Silent, Assert.IsType<MeterReadResult.Failed>(read).Fault.Kind);

        _campus.SetSilent(meter.Id, false);
        Assert.IsType<MeterReadResult.Values>(
            await line.ReaderOf(AddressOf(meter), profile, AnswerMax).ReadAsync(default));
    }

    private static void AssertPlausible(
        FrameProfile profile, System.Collections.Immutable.ImmutableArray<long?> counts)
    {
        foreach (var (place, scaling) in profile.Layout.Index())
        {
            var value = scaling.ToDouble(counts[place]!.Value);
            if (scaling.Quantity is Quantity.VoltageL1 or Quantity.VoltageL2 or Quantity.VoltageL3)
                Assert.InRange(value, 228, 236);
            if (scaling.Quantity == Quantity.Frequency)
                Assert.InRange(value, 49.9, 50.1);
        }
    }

    private static MeterAddress AddressOf(MeterPlan meter) => meter.Kind == DeviceKind.Dlt645ThreePhase
        ? new MeterAddress.Dlt645(VirtualFrameMeter.AddressOf(meter))
        : new MeterAddress.Cjt188(VirtualFrameMeter.AddressOf(meter), ByteOrder.LowFirst, ByteOrder.LowFirst);

    /// <summary>Starts a device server on a line; gives its port.</summary>
    private async Task<int> ServeAsync(string device)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "line_server.py");
        var server = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", [script, device]) { RedirectStandardOutput = true })!;
        _servers.Add(server);
        return int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }
}
