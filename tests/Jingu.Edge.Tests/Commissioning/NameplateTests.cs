using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Tests.Acquisition;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>What a device says of itself reaches the installer.</summary>
public sealed class NameplateTests
{
    [Fact]
    public async Task A_scan_names_maker_model_and_serial_of_a_SunSpec_inverter()
    {
        await using var server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), unit => unit == 3 ? new SunSpecInverter("it's 4711") : null,
            MachineTime.OfThisMachine);
        var scan = new Scan(
            [new PortSettings.Tcp("127.0.0.1", server.Port)], [3], TimeSpan.FromSeconds(10), MachineTime.OfThisMachine);

        var found = Assert.Single(await scan.RunAsync(() => { }, CancellationToken.None));

        Assert.Equal("sunspec-103", Assert.Single(found.Profiles).Name);
        Assert.Equal("by its SunSpec model: Maker Roof 20K, serial it's 4711", found.Story);
        Assert.Contains("serial: 'it''s 4711'  # as it says", FoundYaml.Write([found]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4711", "Good")]
    [InlineData("", "Good")]
    [InlineData("4712", "Warning")]
    public void A_check_says_so_where_another_device_answers_than_was_written_down(string serial, string severity)
    {
        var meter = new MeterPlan(
            new("m-pv-1"), "tcp-1", new MeterAddress.Modbus(1), ProfileCatalogue.Find("sunspec-103")!, "4711", 1, []);

        var finding = MeterCheck.Compare(meter, new Nameplate("Maker", "Roof 20K", serial));

        Assert.Equal(severity, finding.Severity.ToString());
        Assert.Contains("says that it is Maker Roof 20K", finding.Text, StringComparison.Ordinal);
        Assert.Equal(severity == "Warning", finding.Text.Contains("4712", StringComparison.Ordinal)
            && finding.Text.Contains("serial 4711", StringComparison.Ordinal));
    }
}
