using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>Ports and meters of DL/T 645 and CJ/T 188 in <c>commissioning.yaml</c>.</summary>
public sealed class FrameMeterConfigurationTests : IDisposable
{
    private const string Frames = """
        schema: 1
        ports:
          - {id: line-1, kind: dlt645, device: /dev/ttyUSB0, period: 300s}
          - {id: line-2, kind: cjt188-over-tcp, host: 10.0.0.7, port: 8899, baud: 4800, period: 300s, answerMax: 2s}
        meters:
          - {id: m-1, port: line-1, address: "000000000161", profile: dlt645-single-phase, serial: E-1}
          - {id: m-2, port: line-1, address: "210819098948", profile: dlt645-three-phase, serial: E-2}
          - id: m-3
            port: line-2
            address: "78330011223344"
            addressOrder: high-first
            identifierOrder: high-first
            profile: cjt188-cold-water
            serial: W-1
            points: [{id: unit-01-water, quantity: volume}]
        """;

    private readonly TestFolder _folder = new();

    [Fact]
    public void Meters_of_the_Chinese_standards_are_read_with_their_usual_line()
    {
        var plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", Frames));
        Assert.Equal(
            new PortSettings.Frames(
                FrameProtocol.Dlt645, new SerialSettings("/dev/ttyUSB0", 2400, SerialParity.Even, 1)),
            plan.Ports[0].Settings);
        Assert.Equal(
            new PortSettings.FramesOverTcp(FrameProtocol.Cjt188, "10.0.0.7", 8899, 4800), plan.Ports[1].Settings);
        Assert.Equal((1, 2), (plan.Ports[0].AnswerMax.TotalSeconds, plan.Ports[1].AnswerMax.TotalSeconds));
        Assert.Equal(new MeterAddress.Dlt645("210819098948"), plan.Meters[1].Address);
        Assert.Equal(
            new MeterAddress.Cjt188("78330011223344", ByteOrder.HighFirst, ByteOrder.HighFirst),
            plan.Meters[2].Address);
        Assert.Equal(100_000_000, new Commissioned(plan).Points[0].Rules.Modulus);
    }

    [Theory]
    [InlineData("210819098948", "000000000161", ":7: meters[1].address: address 000000000161 on port line-1 is already "
        + "used in line 6")]
    [InlineData("\"210819098948\"", "10819098948", ":7: meters[1].address: '10819098948' is no meter's address: write "
        + "its 12 digits in quotes")]
    [InlineData("78330011223344", "99999999999999", ":10: meters[2].address: '99999999999999' addresses every meter")]
    [InlineData("dlt645-three-phase", "eastron-sdm630", ":7: meters[1].profile: 'eastron-sdm630' is not known: use one "
        + "of dlt645-single-phase, dlt645-three-phase.")]
    [InlineData("cjt188-cold-water", "dlt645-three-phase", "'dlt645-three-phase' is not known: use one of "
        + "cjt188-cold-water.")]
    [InlineData("addressOrder: high-first", "addressOrder: reversed", ":11: meters[2].addressOrder: 'reversed' is not "
        + "known: use one of low-first, high-first")]
    public void A_mistake_about_a_meter_of_the_Chinese_standards_is_named(string good, string bad, string said)
    {
        var file = _folder.Write("commissioning.yaml", Frames.Replace(good, bad, StringComparison.Ordinal));
        var complaint = Assert.Throws<ConfigurationException>(() => CommissioningFile.Read(file));
        Assert.Contains(said, complaint.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
