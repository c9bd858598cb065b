using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>When devices are looked at, as the tick hears of it.</summary>
public sealed class SwitchLooksTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Otherwise the tick may wait for the next period, and proves what the looks showed by then.</summary>
    [Fact]
    public async Task Who_commands_knows_of_the_next_look_at_once_however_long_the_device_takes()
    {
        // Between two polls, as ticks are: a look never falls together with a tick.
        await using var rig = new SwitchRig(Plan(), new RunningSiteTime(new FakeTime(Start.AddSeconds(1))));
        rig.Boards.Begin(Start + Period);
        Assert.Equal(Start + Period, rig.Boards.EarliestOpen);

        rig.Boards.Command(new("sockets"), CircuitState.Off);
        Assert.Equal(Start + Proof.PollPeriod, rig.Boards.EarliestOpen);
    }

    private CommissioningPlan Plan() => CommissioningFile.Read(_folder.Write("commissioning.yaml", """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: 1502, period: 15m}
        meters: []
        devices:
          - {id: room, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 11}
        switchPoints:
          - {id: sockets, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: room,
             output: 2, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
        """));
}
