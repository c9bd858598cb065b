using Jingu.Edge.Commissioning;
using Xunit;

namespace Jingu.Edge.Tests.Control.Curtailing;

/// <summary>Which inverters commissioning.yaml may declare curtailable.</summary>
public sealed class CurtailableTests : IDisposable
{
    private const string Good = """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, period: 60s}
        meters:
          - id: m-1
            port: bus
            unitIdentifier: 1
            profile: huawei-sun2000
            curtailable: true
            serial: S-1
            points: [{id: pv-1, quantity: energy-generation}]
          - id: m-2
            port: bus
            unitIdentifier: 2
            profile: huawei-sun2000
            serial: S-2
            points: [{id: pv-2, quantity: energy-generation}]
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_not_declared_so_is_not() => Assert.Equal(
        ["pv-1"],
        CommissioningFile.Read(_folder.Write("commissioning.yaml", Good)).Curtailable.Select(pair => pair.Point.Value));

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "profile: huawei-sun2000\n    curtailable", "profile: sungrow-sg\n    curtailable", "knows no limit" },
        { "points: [{id: pv-1, quantity: energy-generation}]", "points: []", "add a point of energy-generation" },
        { "unitIdentifier: 1", "unitIdentifier: 0", "every device of a line" },
        { "curtailable: true", "curtailable: maybe", "curtailable" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told(string good, string bad, string told) =>
        CommissioningMistake.AssertNamed(
            () => CommissioningFile.Read(
                _folder.Write("commissioning.yaml", CommissioningMistake.In(Good, good, bad))),
            told);
}
