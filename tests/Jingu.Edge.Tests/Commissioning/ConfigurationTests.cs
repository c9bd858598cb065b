using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>Bad input ends in one sentence with file, line and key, before anything is connected.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const string Gateway = """
        schema: 1
        site: zhoushan
        gateway: gateway-1
        zone: Asia/Shanghai
        key: gateway.key
        store: journal.db
        commissioning: commissioning.yaml
        tick: 1s
        broker:
          host: 127.0.0.1
          port: 1883
        """;

    private const string Commissioning = """
        schema: 1
        ports:
          - {id: tcp-1, kind: modbus-tcp, host: 127.0.0.1, port: 1502, period: 300s}
        meters:
          - id: m-1
            port: tcp-1
            unitIdentifier: 1
            profile: eastron-sdm630
            serial: SDM-1
            points: [{id: unit-01-electricity, quantity: energy-import}]
          - id: m-2
            port: tcp-1
            unitIdentifier: 2
            profile: eastron-sdm630
            serial: SDM-2
            points: [{id: unit-02-electricity, quantity: energy-import}]
        """;

    private readonly TestFolder _folder = new();

    public ConfigurationTests() => _folder.Write("gateway.key", "k1:" + new string('a', 64));

    [Fact]
    public void A_good_configuration_is_read_whole()
    {
        var options = GatewayFile.Read(_folder.Write("gateway.yaml", Gateway));
        var plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", Commissioning));

        Assert.Equal("gateway-1", options.Gateway.Value);
        Assert.Equal(_folder.At("journal.db"), options.StoreFile);
        Assert.Equal(2, plan.Meters.Length);
        Assert.Equal(new PortSettings.Tcp("127.0.0.1", 1502), plan.Ports[0].Settings);
    }

    [Fact]
    public void Multipliers_take_effect_at_their_instants_and_a_circuit_bounds_its_rate()
    {
        var text = Commissioning.Replace(
            "    serial: SDM-2\n",
            "    serial: SDM-2\n    multiplier: 20\n    multipliers:\n"
            + "      - {from: 2026-03-05T10:00:00+08:00, multiplier: 40}\n"
            + "      - {from: 2026-04-01T00:00:00Z, multiplier: 80}\n", StringComparison.Ordinal)
            .Replace("id: unit-01-electricity,", "id: unit-01-electricity, rateMax: 50000,", StringComparison.Ordinal);
        var commissioned = new Commissioned(CommissioningFile.Read(_folder.Write("commissioning.yaml", text)));

        var (bounded, dated) = (commissioned.Points[0].Rules, commissioned.Points[1].Rules);
        Assert.Equal((50_000, 13_107_200), (bounded.RatePerHourMax, bounded.ExactMax));
        var change = new DateTimeOffset(2026, 3, 5, 2, 0, 0, TimeSpan.Zero);
        Assert.Equal([20, 40, 40, 80], new[] { change.AddTicks(-1), change, change.AddDays(9), change.AddDays(99) }
            .Select(at => dated.In(at).Multiplier));
        Assert.Equal(400, dated.In(change).Scaling.Numerator);
        Assert.Equal(400, commissioned.ToCatalogue(1, change).Meters[1].Layout[0].Numerator);
        Assert.Equal(change, commissioned.NextChange(change.AddDays(-1)));
        Assert.Null(commissioned.NextChange(change.AddDays(99)));
    }

    [Theory]
    [InlineData("{from: 2026-03-05, multiplier: 40}", "no instant")]
    [InlineData("{from: 2026-03-05T10:00:00+08:00, multiplier: 0}", "from 1 to")]
    public void A_dated_multiplier_that_cannot_be_read_is_refused(string item, string sentence)
    {
        var text = Commissioning.Replace(
            "    serial: SDM-2\n", $"    serial: SDM-2\n    multipliers: [{item}]\n", StringComparison.Ordinal);

        var complaint = Assert.Throws<ConfigurationException>(
            () => CommissioningFile.Read(_folder.Write("commissioning.yaml", text)));
        Assert.Contains(sentence, complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site: zhoushan", "site: Zhou shan", ":2: site: 'Zhou shan' cannot name a site")]
    [InlineData("zone: Asia/Shanghai", "zone: Asia/Atlantis", ":4: zone: 'Asia/Atlantis' is no time zone")]
    [InlineData("key: gateway.key", "key: none.key", ":5: key: ")]
    [InlineData("tick: 1s", "tick: 1", ":8: tick: '1' must be a time")]
    [InlineData("tick: 1s", "tock: 1s", ":8: tock: is not known here")]
    [InlineData("  port: 1883", "  port: 99999", ":11: broker.port: '99999' must be a whole number from 1 to 65535")]
    [InlineData("schema: 1", "schema: 2", ":1: schema: '2' must be")]
    [InlineData("tick: 1s", "tick: [1s", "is not YAML")]
    public void A_mistake_in_gateway_yaml_is_named_with_line_and_key(string good, string bad, string said)
    {
        var file = _folder.Write("gateway.yaml", Gateway.Replace(good, bad, StringComparison.Ordinal));
        var complaint = Assert.Throws<ConfigurationException>(() => GatewayFile.Read(file));
        Assert.StartsWith(file, complaint.Message, StringComparison.Ordinal);
        Assert.Contains(said, complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unitIdentifier: 2", "unitIdentifier: 1", ":13: meters[1].unitIdentifier: unit identifier 1 on "
        + "port tcp-1 with profile eastron-sdm630 is already used in line 5")]
    [InlineData("id: m-2", "id: m-1", ":11: meters[1].id: meter m-1 is already used in line 5")]
    [InlineData("profile: eastron-sdm630\n    serial: SDM-2", "profile: eastron-sdm999\n    serial: SDM-2",
        ":14: meters[1].profile: 'eastron-sdm999' is not known: use one of ")]
    [InlineData("port: tcp-1\n    unitIdentifier: 2", "port: tcp-9\n    unitIdentifier: 2", ":12: meters[1].port: "
        + "there is no port 'tcp-9'")]
    [InlineData("unit-02-electricity", "unit-01-electricity", "point unit-01-electricity is already measured by "
        + "another meter")]
    [InlineData("{id: unit-02-electricity, quantity: energy-import}", "{id: unit-02-electricity, quantity: volume}",
        ":16: meters[1].points[0].quantity: profile eastron-sdm630 does not count 'volume'")]
    [InlineData("period: 300s", "period: 7s", ":3: ports[0].period: must divide a day")]
    [InlineData("kind: modbus-tcp", "kind: modbus-udp", ":3: ports[0].kind: 'modbus-udp' is not known: use one of "
        + "modbus-tcp, modbus-rtu, modbus-rtu-over-tcp, dlt645, cjt188, dlt645-over-tcp, cjt188-over-tcp")]
    [InlineData("serial: SDM-2", "serail: SDM-2", "serial: is missing")]
    public void A_mistake_in_commissioning_yaml_is_named_with_line_and_key(string good, string bad, string said)
    {
        var file = _folder.Write("commissioning.yaml", Commissioning.Replace(good, bad, StringComparison.Ordinal));
        var complaint = Assert.Throws<ConfigurationException>(() => CommissioningFile.Read(file));
        Assert.StartsWith(file, complaint.Message, StringComparison.Ordinal);
        Assert.Contains(said, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_is_adopted_by_dropping_its_file_beside_the_configuration()
    {
        DropProfile("own.yaml", "own-meter");
        _folder.Write("profiles/README.txt", "no profile");
        var plan = CommissioningFile.Read(_folder.Write(
            "commissioning.yaml", Changed(Commissioning, "eastron-sdm630", "own-meter")));

        Assert.All(plan.Meters, meter => Assert.Equal("own-meter", meter.Profile.Name));
    }

    [Theory]
    [InlineData("own-meter", "modulus: 10", "modulos: 10", "own.yaml:10: registers[0].modulos: is not known here")]
    [InlineData("own-meter", ", modulus: 10", "", "own.yaml:9: registers[0].modulus: is missing")]
    [InlineData("own-meter", "unit: kWh", "unit: kW", "own.yaml:9: registers[0]: energy-import is not counted in kW")]
    [InlineData("eastron-sdm630", "", "", "own.yaml: profile 'eastron-sdm630' came with the product: give this one a")]
    [InlineData("twice", "", "", "two.yaml: profile 'twice' is also in ")]
    public void A_dropped_profile_that_is_wrong_is_named_with_its_file(
        string name, string good, string bad, string said)
    {
        DropProfile("own.yaml", name, good, bad);
        DropProfile("two.yaml", "twice");
        var file = _folder.Write("commissioning.yaml", Commissioning);
        var complaint = Assert.Throws<ConfigurationException>(() => CommissioningFile.Read(file));
        Assert.StartsWith(_folder.At("profiles"), complaint.Message, StringComparison.Ordinal);
        Assert.Contains(said, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_of_one_device_share_its_unit_identifier()
    {
        var both = Changed(
            Changed(Commissioning, "eastron-sdm630\n    serial: SDM-1", "wirenboard-wb-mwac-p1\n    serial: W-1"),
            "eastron-sdm630", "wirenboard-wb-mwac-p2");
        both = Changed(Changed(both, "energy-import", "volume"), "unitIdentifier: 2", "unitIdentifier: 1");
        Assert.Equal(2, CommissioningFile.Read(_folder.Write("commissioning.yaml", both)).Meters.Length);
        var same = Changed(both, "wb-mwac-p2", "wb-mwac-p1");
        var complaint = Assert.Throws<ConfigurationException>(
            () => CommissioningFile.Read(_folder.Write("commissioning.yaml", same)));
        Assert.Contains(
            "with profile wirenboard-wb-mwac-p1 is already used", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_multiplier_reaches_what_transformers_make_smaller_and_nothing_else()
    {
        var plan = CommissioningFile.Read(_folder.Write(
            "commissioning.yaml", Changed(Commissioning, "serial: SDM-1", "serial: SDM-1\n    multiplier: 40")));
        var layout = new Commissioned(plan).Layouts[0].ToDictionary(scaling => scaling.Quantity);
        Assert.Equal((400, 1), (layout[Quantity.EnergyImport].Numerator, layout[Quantity.EnergyImport].Denominator));
        Assert.Equal((40, 10), (layout[Quantity.Power].Numerator, layout[Quantity.Power].Denominator));
        Assert.Equal((1, 10), (layout[Quantity.VoltageL1].Numerator, layout[Quantity.VoltageL1].Denominator));
        Assert.Equal((1, 100), (layout[Quantity.Frequency].Numerator, layout[Quantity.Frequency].Denominator));
    }

    [Fact]
    public void A_multiplier_is_refused_where_the_meter_shows_the_primary_side_already()
    {
        var file = _folder.Write("commissioning.yaml", Changed(
            Commissioning, "eastron-sdm630\n    serial: SDM-2",
            "eastron-sdm120\n    serial: SDM-2\n    multiplier: 40"));
        var complaint = Assert.Throws<ConfigurationException>(() => CommissioningFile.Read(file));
        Assert.Contains(
            ":16: meters[1].multiplier: eastron-sdm120 shows the primary side already", complaint.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_device_takes_and_needs_comes_from_its_profile_unless_the_site_says_otherwise()
    {
        DropProfile("own.yaml", "own-meter", "gapMax: 5", "gapMax: 5\ninFlight: 4\nturnaround: 20ms");
        var text = Changed(Commissioning, "profile: eastron-sdm630", "profile: own-meter");

        var plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
        Assert.All(plan.Ports.Where(port => port.Settings is PortSettings.Tcp), port => Assert.Equal(4, port.InFlight));
        Assert.All(plan.Meters, meter => Assert.Equal(TimeSpan.FromMilliseconds(20), meter.Turnaround));

        text = Changed(
            Changed(text, "kind: modbus-tcp,", "kind: modbus-tcp, inFlight: 2,"),
            "profile: own-meter", "profile: own-meter\n    turnaround: 0ms");
        plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
        Assert.All(plan.Ports.Where(port => port.Settings is PortSettings.Tcp), port => Assert.Equal(2, port.InFlight));
        Assert.All(plan.Meters, meter => Assert.Equal(TimeSpan.Zero, meter.Turnaround));

        // Behind one address the least holds: nothing is known of the other device.
        text = Changed(
            Commissioning, "eastron-sdm630\n    serial: SDM-2", "own-meter\n    serial: SDM-2");
        plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
        Assert.All(plan.Ports.Where(port => port.Settings is PortSettings.Tcp), port => Assert.Equal(1, port.InFlight));
    }

    [Fact]
    public void A_device_that_must_settle_is_named_by_its_unit_identifier_and_no_other_is()
    {
        DropProfile("own.yaml", "own-meter", "gapMax: 5", "gapMax: 5\nsettles: 1s");
        var text = Changed(Commissioning, "eastron-sdm630\n    serial: SDM-2", "own-meter\n    serial: SDM-2");
        var plan = CommissioningFile.Read(_folder.Write("commissioning.yaml", text));

        var slow = Assert.Single(plan.Meters, meter => meter.Profile.Name == "own-meter");
        var unit = Assert.IsType<MeterAddress.Modbus>(slow.Address).UnitIdentifier;
        var settles = Assert.Single(plan.Ports.SelectMany(port => plan.SettlesBehind(port.Id)));
        Assert.Equal((unit, TimeSpan.FromSeconds(1)), (settles.Key, settles.Value));
    }

    public void Dispose() => _folder.Dispose();

    private static string Changed(string text, string good, string bad) =>
        text.Replace(good, bad, StringComparison.Ordinal);

    private void DropProfile(string file, string name, string good = "", string bad = "")
    {
        Directory.CreateDirectory(_folder.At("profiles"));
        var text = $$"""
            schema: 1
            name: {{name}}
            vendor: Own
            model: M1
            source: its manual
            registersMax: 60
            gapMax: 5
            registers:
              - {quantity: energy-import, manual: 1, address: 0, function: 3, type: u32, order: CDAB, scale: 1,
                 unit: kWh, resolution: 1, notAvailable: none, ctSide: secondary, rateMax: 5, modulus: 10}
            """;
        _folder.Write($"profiles/{file}", good.Length == 0 ? text : Changed(text, good, bad));
    }
}
