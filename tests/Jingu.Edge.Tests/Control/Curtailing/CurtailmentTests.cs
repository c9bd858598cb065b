using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Tests.Delivery.Signed;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control.Curtailing;

/// <summary>
/// An inverter that is told a limit by a signed command, over a real wire: stored, written, read back, measured, and
/// lifted by itself. What is not declared so is never written to.
/// </summary>
public sealed class CurtailmentTests : IAsyncDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Until = SignedRig.Noon + Hour;
    private readonly VirtualSun2000 _inverter = new();
    private readonly ModbusTcpServer _server;
    private readonly SignedRig _rig;
    private IMeterPort _port = null!;
    private Curtailments _curtailments = null!;

    public CurtailmentTests()
    {
        _server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), unit => unit == 1 ? _inverter : null, MachineTime.OfThisMachine);
        _rig = new(plan: Plan());
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _port.DisposeAsync();
        await _server.DisposeAsync();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_limit_is_written_read_back_measured_answered_and_lifted_by_itself()
    {
        var command = Send(600);
        await LooksAsync(4);
        Assert.Equal([(VirtualSun2000.Limit, 600), (VirtualSun2000.Mode, 7)], Written());
        Assert.Empty(Answers());
        await PassAsync(CurtailmentRules.EffectAfter);
        var answer = Assert.Single(Answers());
        Assert.Equal(command, answer.Facts["id"]);
        Assert.Equal(
            "Limited to 60 % until 2026-03-20 05:00:00Z, read back; AC power was 42000 W and is 30000 W after "
            + "75 s.", answer.Text);

        await PassAsync(Hour);
        await LooksAsync(2);
        Assert.Equal((VirtualSun2000.Mode, 0), Written()[^1]);
        Assert.Equal(3, Written().Length);
        Assert.Empty(_rig.Journal.ReadCurtailments());
        Assert.Equal(
            [EventKinds.CurtailmentBegun, EventKinds.CurtailmentEnded],
            _rig.Events.Select(told => told.Kind).Where(kind => kind.StartsWith("curtail", StringComparison.Ordinal)));
        Assert.Single(Answers());
    }

    [Fact]
    public async Task A_limit_is_stored_before_anything_is_written()
    {
        var stored = ImmutableArray.CreateBuilder<CurtailmentState>();
        _inverter.BeforeWrite = () => stored.Add(Assert.Single(_rig.Journal.ReadCurtailments()).State);
        Send(600);
        Assert.Equal(CurtailmentState.Decided, Assert.Single(_rig.Journal.ReadCurtailments()).State);
        await LooksAsync(1);
        Assert.Equal([CurtailmentState.Attempted, CurtailmentState.Attempted], stored);
    }

    /// <param name="writes">After which the process ends: before the first, between the two, after both.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_a_kill_in_between_it_goes_on_or_ends_in_time(int writes)
    {
        await KillAsync(writes);
        await LooksAsync(3);
        Assert.Equal(CurtailmentState.Stands, Assert.Single(_rig.Journal.ReadCurtailments()).State);
        await PassAsync(Hour);
        await LooksAsync(2);
        Assert.Equal((VirtualSun2000.Mode, 0), Written()[^1]);
        Assert.Empty(_rig.Journal.ReadCurtailments());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public async Task After_a_kill_that_outlasts_its_time_no_limit_is_left(int writes, int all)
    {
        await KillAsync(writes);
        _rig.Time.Advance(Hour);
        await LooksAsync(3);
        Assert.Equal(all, Written().Length);
        Assert.False(_inverter.IsLimited);
        Assert.Empty(_rig.Journal.ReadCurtailments());
    }

    [Fact]
    public async Task An_inverter_that_is_gone_is_asked_now_and_then_and_limited_when_it_is_back()
    {
        _inverter.IsGone = true;
        Send(600);
        await LooksAsync(12);
        Assert.InRange(_inverter.Asked, 1, 3);
        _inverter.IsGone = false;
        await PassAsync(Curtailments.SilentFor);
        await LooksAsync(2);
        Assert.Equal(CurtailmentState.Stands, Assert.Single(_rig.Journal.ReadCurtailments()).State);
    }

    [Fact]
    public async Task An_inverter_that_stays_away_is_never_written_to_after_its_time()
    {
        _inverter.IsGone = true;
        Send(600);
        await LooksAsync(2);
        await PassAsync(Hour);
        _inverter.IsGone = false;
        await PassAsync(Curtailments.SilentFor);
        Assert.Empty(Written());
        Assert.Contains("until its time was over", Assert.Single(Refusals()).Text, StringComparison.Ordinal);
        Assert.Empty(_rig.Journal.ReadCurtailments());
    }

    [Fact]
    public async Task An_inverter_that_is_gone_at_the_end_is_let_go_when_it_is_back()
    {
        Send(600);
        await LooksAsync(3);
        await PassAsync(CurtailmentRules.EffectAfter);
        _inverter.IsGone = true;
        await PassAsync(24 * Hour);
        Assert.Single(_rig.Journal.ReadCurtailments());
        _inverter.IsGone = false;
        await PassAsync(Curtailments.SilentFor);
        await LooksAsync(2);
        Assert.Equal((VirtualSun2000.Mode, 0), Written()[^1]);
        Assert.Empty(_rig.Journal.ReadCurtailments());
    }

    [Theory]
    [InlineData(7, 300, "a limit of 30 % that is not this gateway's")]
    [InlineData(7, 600, "a limit of 60 % that is not this gateway's")]
    [InlineData(5, 0, "a limit of another kind")]
    public async Task A_limit_that_somebody_else_has_set_is_left_alone(ushort mode, ushort limit, string why)
    {
        _inverter.Set(mode, limit);
        Send(600);
        await LooksAsync(3);
        await PassAsync(2 * Hour);
        Assert.Empty(Written());
        Assert.Contains(why, Assert.Single(Refusals()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_somebody_else_changes_meanwhile_is_left_alone()
    {
        Send(600);
        await LooksAsync(3);
        await PassAsync(CurtailmentRules.EffectAfter);
        _inverter.Set(7, 300);
        await PassAsync(Hour);
        await LooksAsync(2);
        Assert.Equal(2, Written().Length);
        Assert.Contains(_rig.Events, told => told.Kind == EventKinds.CurtailmentEnded
            && told.Text.Contains("it is left as it is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_command_takes_the_place_of_an_earlier_one_and_no_limit_is_left_at_its_end()
    {
        Send(600);
        await LooksAsync(3);
        Send(300, 'b');
        await LooksAsync(3);
        Assert.Contains("asked for another limit", Assert.Single(Refusals()).Text, StringComparison.Ordinal);
        Assert.Equal((VirtualSun2000.Limit, 300), Written()[2]);
        await PassAsync(Hour);
        await LooksAsync(2);
        Assert.Equal((VirtualSun2000.Mode, 0), Written()[^1]);
        Assert.Empty(_rig.Journal.ReadCurtailments());
    }

    [Fact]
    public async Task An_inverter_that_says_yes_and_does_nothing_is_not_taken_for_limited()
    {
        _inverter.IsDeaf = true;
        Send(600);
        await LooksAsync(4);
        Assert.Empty(Answers());
        await PassAsync(Hour);
        Assert.Contains("Nothing has changed for certain", Assert.Single(Refusals()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Events, told => told.Kind == EventKinds.CurtailmentBegun);
    }

    [Fact]
    public async Task A_limit_without_effect_is_said_to_have_none()
    {
        _inverter.Sun = 20_000;
        Send(600);
        await LooksAsync(3);
        await PassAsync(CurtailmentRules.EffectAfter);
        Assert.Contains(
            "was 20000 W and is 20000 W after 70 s: no effect", Assert.Single(Answers()).Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retained")]
    [InlineData("other gateway")]
    [InlineData("stranger's key")]
    [InlineData("not declared")]
    [InlineData("no such point")]
    [InlineData("over")]
    public async Task What_is_not_allowed_writes_nothing(string attack)
    {
        var command = SignedRig.Command(new CommandAction.Curtail(
            attack switch
            {
                "not declared" => "pv-2",
                "no such point" => "pv-9",
                _ => "pv-1",
            },
            0, Until));
        _rig.SendCommand(
            attack switch
            {
                "other gateway" => SignedRig.Sign(command with { Gateway = new("gateway-2") }),
                "stranger's key" => SignedRig.Sign(command, SigningKey.Create("stranger")),
                "over" => SignedRig.Sign(
                    command with { Action = new CommandAction.Curtail("pv-1", 0, SignedRig.Noon) }),
                _ => SignedRig.Sign(command),
            },
            retained: attack == "retained");
        await LooksAsync(3);
        Assert.Empty(_rig.Journal.ReadCurtailments());
        Assert.Equal(0, _inverter.Asked);
        Assert.Single(Refusals());
    }

    [Fact]
    public async Task A_command_that_comes_again_after_its_end_does_nothing()
    {
        var message = SignedRig.Sign(
            SignedRig.Command(new CommandAction.Curtail("pv-1", 600, SignedRig.Noon.AddMinutes(2))));
        _rig.SendCommand(message);
        await LooksAsync(3);
        await PassAsync(TimeSpan.FromMinutes(3));
        await LooksAsync(2);
        var written = Written().Length;
        _rig.SendCommand(message);
        await LooksAsync(3);
        Assert.Equal((3, written), (written, Written().Length));
        Assert.Contains(_rig.Events, told => told.Kind == EventKinds.CommandRepeated);
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_no_limit_is_taken()
    {
        using var rig = new SignedRig(vouched: false, Plan());
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(new CommandAction.Curtail("pv-1", 600, Until))));
        Assert.Empty(rig.Journal.ReadCurtailments());
    }

    private CommissioningPlan Plan()
    {
        var profile = ProfileCatalogue.Find("huawei-sun2000")!;
        var energy = profile.IndexOf(Quantity.EnergyGeneration);
        MeterPlan Inverter(byte unit) => new(
            new($"m-pv-{unit}"), "tcp-1", new MeterAddress.Modbus(unit), profile, "S", 1,
            [new(new($"pv-{unit}"), Quantity.EnergyGeneration, energy)])
        {
            IsCurtailable = unit == 1,
        };
        return new(
            [
                new("tcp-1", new PortSettings.Tcp("127.0.0.1", _server.Port), TimeSpan.FromMinutes(5),
                    TimeSpan.FromSeconds(10)),
            ],
            [Inverter(1), Inverter(2)]);
    }

    private void Open()
    {
        var port = _rig.Plan.Ports[0];
        _port = MeterPort.Open(port.Settings, MachineTime.OfThisMachine, true, _rig.Plan.TurnaroundsBehind(port.Id));
        _curtailments = Curtailments.Of(
            _rig.Plan, new Dictionary<string, IMeterPort> { [port.Id] = _port }, _rig.Journal, _rig.Clock,
            new RunningSiteTime(_rig.Time));
    }

    private string Send(int tenths, char id = 'a')
    {
        var command = SignedRig.Command(new CommandAction.Curtail("pv-1", tenths, Until), id);
        _rig.SendCommand(SignedRig.Sign(command));
        return command.Id;
    }

    /// <summary>Ends the process within its first look, after so many writes, and starts it anew.</summary>
    private async Task KillAsync(int writes)
    {
        var left = writes;
        _inverter.BeforeWrite = () =>
        {
            if (left-- == 0)
                _inverter.IsDeaf = true;
        };
        Send(600);
        if (writes > 0)
            await LooksAsync(1);
        (_inverter.BeforeWrite, _inverter.IsDeaf) = (null, false);
        await _port.DisposeAsync();
        _rig.Restart();
        Open();
    }

    /// <summary>Looks with five seconds in between.</summary>
    private async Task LooksAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _curtailments.LookAsync(CancellationToken.None);
            _rig.Time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    private async Task PassAsync(TimeSpan time)
    {
        _rig.Time.Advance(time);
        await LooksAsync(1);
    }

    private (ushort Register, int Word)[] Written() =>
        [.. _inverter.Writes.Select(write => (write.Register, (int)write.Word))];

    private ImmutableArray<GatewayEvent> Answers() =>
        [.. _rig.Events.Where(told => told.Kind == EventKinds.CommandAnswered)];

    private ImmutableArray<GatewayEvent> Refusals() =>
        [.. _rig.Events.Where(told => told.Kind == EventKinds.CommandRefused)];
}
