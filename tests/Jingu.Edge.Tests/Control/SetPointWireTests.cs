using System.Globalization;
using Jingu.Edge.Commissioning;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// What arrives at the registers of a machine whose set points demand response moves, judged by pymodbus that is one,
/// and by mbpoll that reads it back.
/// </summary>
public sealed class SetPointWireTests : IAsyncLifetime
{
    private const int Supply = 40;
    private const int Limit = 41;
    private readonly TestFolder _folder = new();
    private RegisterMachine _chiller = null!;

    public async Task InitializeAsync()
    {
        _chiller = await RegisterMachine.StartAsync(10);
        await _chiller.SetAsync(Supply, 70);
        await _chiller.SetAsync(Limit, 100);
        await _chiller.SetAsync(42, 22);
    }

    public Task DisposeAsync()
    {
        _chiller.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Registers_change_exactly_as_declared_and_in_the_order_of_the_commands()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("supply-1");
        Assert.Null((await rig.MoveAsync("limit-1", new(100, 50))).Fault);
        Assert.Null((await rig.MoveAsync("supply-1", new(70, 115))).Fault);
        Assert.Equal("115 50 22", await Mbpoll.ReadAsync(_chiller.Port, 10, Mbpoll.Holding, Supply, 3));
        Assert.Null((await rig.MoveAsync("supply-1", new(115, 70))).Fault);
        Assert.Null((await rig.MoveAsync("limit-1", new(50, 100))).Fault);
        Assert.Equal("70 100 22", await Mbpoll.ReadAsync(_chiller.Port, 10, Mbpoll.Holding, Supply, 3));
        Assert.Equal(["6 41 50", "6 40 115", "6 40 70", "6 41 100"], await _chiller.WritesAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task What_the_machine_refuses_is_told_with_its_exception_and_not_written_again(int exception)
    {
        await _chiller.RefuseAsync(Limit, exception);
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("limit-1");
        var before = rig.Reports.Count;
        var answer = await rig.MoveAsync("limit-1", new(100, 50));
        Assert.Equal(
            $"the device refuses with Modbus exception {exception.ToString(CultureInfo.InvariantCulture)}.",
            answer.Fault);
        await rig.SeesAsync("limit-1", before, report => report is { Commanded: null, Level: 100 });
        Assert.Equal("100", await Mbpoll.ReadAsync(_chiller.Port, 10, Mbpoll.Holding, Limit, 1));
        // The machine's other set point goes on.
        Assert.Null((await rig.MoveAsync("supply-1", new(70, 115))).Fault);
        Assert.Equal(["6 41 50", "6 40 115"], await _chiller.WritesAsync());
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_told_is_not_taken_for_another_and_what_is_shown_then_counts()
    {
        await _chiller.AnswerLateAsync(Limit, TimeSpan.FromSeconds(3));
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("limit-1");
        var before = rig.Reports.Count;
        Assert.Equal("the device does not answer.", (await rig.MoveAsync("limit-1", new(100, 50))).Fault);
        // It took the value at once: a look shows it, though nobody ever heard the answer.
        await rig.SeesAsync("limit-1", before, report => report is { Commanded: null, Level: 50, Fault: null });
        await rig.SeesAsync("supply-1", before, report => report is { Level: 70, Fault: null });
        Assert.Equal(["6 41 50"], await _chiller.WritesAsync());
        Assert.Equal("50", await Mbpoll.ReadAsync(_chiller.Port, 10, Mbpoll.Holding, Limit, 1));
    }

    private CommissioningPlan Plan() => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{_chiller.Port}}, period: 1s, answerMax: 1s}
            meters: []
            devices:
              - {id: chiller, kind: set-points, port: bus, unitIdentifier: 10}
            setPoints:
              - {id: supply-1, unit: unit-01, device: chiller, register: 40, decimals: 1, sheds: up, lowest: 6.0,
                 highest: 12.0, shedTo: 11.5, switchable: true, feeds: [ordinary]}
              - {id: limit-1, unit: unit-01, device: chiller, register: 41, sheds: down, lowest: 40, highest: 100,
                 shedTo: 50, switchable: true, feeds: [ordinary]}
            """)));
}
