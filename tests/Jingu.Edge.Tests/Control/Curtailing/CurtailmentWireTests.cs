using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Tests.Delivery.Signed;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control.Curtailing;

/// <summary>
/// What arrives at an inverter that is told a limit, judged by pymodbus that is one: it takes one client, and nothing
/// in the first second (devices.md, section 10), and tells of every write in order.
/// </summary>
public sealed class CurtailmentWireTests : IAsyncLifetime
{
    private const int Mode = 47415;
    private const int Limit = 47418;
    private const int PowerLow = 32081;
    private static readonly DateTimeOffset Until = SignedRig.Noon.AddHours(1);
    private RegisterMachine _inverter = null!;
    private SignedRig _rig = null!;
    private IMeterPort _port = null!;
    private Curtailments _curtailments = null!;

    public async Task InitializeAsync()
    {
        _inverter = await RegisterMachine.StartAsync(1, clientsMax: 1, settles: TimeSpan.FromSeconds(1));
        await _inverter.SetAsync(Limit, 1000);
        await _inverter.SetAsync(PowerLow, 42_000);
        _rig = new(plan: Plan(_inverter.Port));
        var port = _rig.Plan.Ports[0];
        _port = MeterPort.Open(
            port.Settings, MachineTime.OfThisMachine, true, _rig.Plan.TurnaroundsBehind(port.Id),
            _rig.Plan.SettlesBehind(port.Id));
        _curtailments = Curtailments.Of(
            _rig.Plan, new Dictionary<string, IMeterPort> { [port.Id] = _port }, _rig.Journal, _rig.Clock,
            new RunningSiteTime(_rig.Time));
    }

    public async Task DisposeAsync()
    {
        await _port.DisposeAsync();
        _inverter.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Share_then_mode_is_written_and_at_its_end_mode_alone_and_others_read_it_after_the_gateway()
    {
        Send(600);
        await LooksAsync(3);
        Assert.Equal(["6 47418 600", "6 47415 7"], await _inverter.WritesAsync());
        // Who comes meanwhile is hung up on, and takes nothing from the gateway.
        Assert.Equal("", await Mbpoll.ReadAsync(_inverter.Port, 1, Mbpoll.Holding, Mode, 1));
        _rig.Time.Advance(Until - SignedRig.Noon);
        await LooksAsync(3);
        Assert.Equal(["6 47418 600", "6 47415 7", "6 47415 0"], await _inverter.WritesAsync());
        Assert.Equal(0, await _inverter.EarlyAsync());
        Assert.Empty(_rig.Journal.ReadCurtailments());

        await _port.DisposeAsync();
        await _inverter.OpenUpAsync();
        Assert.Equal("0", await Mbpoll.ReadAsync(_inverter.Port, 1, Mbpoll.Holding, Mode, 1));
        Assert.Equal("600", await Mbpoll.ReadAsync(_inverter.Port, 1, Mbpoll.Holding, Limit, 1));
    }

    [Fact]
    public async Task A_share_that_is_refused_is_never_made_to_hold()
    {
        await _inverter.RefuseAsync(Limit, 4);
        Send(600);
        await LooksAsync(4);
        Assert.NotEmpty(await _inverter.WritesAsync());
        Assert.All(await _inverter.WritesAsync(), write => Assert.Equal("6 47418 600", write));
        _rig.Time.Advance(Until - SignedRig.Noon);
        await LooksAsync(3);
        Assert.Equal((0, 1000), (await _inverter.ValueAsync(Mode), await _inverter.ValueAsync(Limit)));
        Assert.DoesNotContain("6 47415 7", await _inverter.WritesAsync());
        Assert.Contains(_rig.Events, told => told.Kind == EventKinds.CommandRefused);
        Assert.DoesNotContain(_rig.Events, told => told.Kind == EventKinds.CurtailmentBegun);
    }

    [Fact]
    public async Task A_share_whose_answer_is_late_is_written_again_before_it_is_made_to_hold()
    {
        await _inverter.AnswerLateAsync(Limit, TimeSpan.FromSeconds(3));
        Send(600);
        await LooksAsync(1);
        Assert.Equal(["6 47418 600"], await _inverter.WritesAsync());
        await _inverter.AnswerLateAsync(Limit, TimeSpan.Zero);
        // Once the answer that nobody waits for any more has come and gone, it goes on.
        await Eventually.UntilAsync(async () =>
        {
            _rig.Time.Advance(Curtailments.SilentFor);
            await LooksAsync(1);
            return (await _inverter.WritesAsync()).Contains("6 47415 7");
        });
        var writes = await _inverter.WritesAsync();
        Assert.Equal(["6 47418 600", "6 47415 7"], writes.Skip(writes.Count - 2));
        Assert.All(writes.SkipLast(1), write => Assert.Equal("6 47418 600", write));
    }

    private static CommissioningPlan Plan(int port)
    {
        var profile = ProfileCatalogue.Find("huawei-sun2000")!;
        return new(
            [
                new("tcp-1", new PortSettings.Tcp("127.0.0.1", port), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1)),
            ],
            [
                new(new("m-pv-1"), "tcp-1", new MeterAddress.Modbus(1), profile, "S", 1,
                    [new(new("pv-1"), Quantity.EnergyGeneration, profile.IndexOf(Quantity.EnergyGeneration))])
                {
                    IsCurtailable = true,
                },
            ]);
    }

    private void Send(int tenths) => _rig.SendCommand(
        SignedRig.Sign(SignedRig.Command(new CommandAction.Curtail("pv-1", tenths, Until))));

    /// <summary>Looks with five seconds in between.</summary>
    private async Task LooksAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _curtailments.LookAsync(CancellationToken.None);
            _rig.Time.Advance(TimeSpan.FromSeconds(5));
        }
    }
}
