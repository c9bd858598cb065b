using System.Collections.Immutable;
using System.Globalization;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Trials;
using Jingu.Edge.Tests.Control;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>What <c>check</c> says of switch points.</summary>
public sealed class SwitchCheckTests : IDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_does_not_tell_how_it_behaves_must_be_proved()
    {
        var finding = Proof(Plan(1), []);
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("nobody has proved it", finding.Text, StringComparison.Ordinal);
        Assert.Contains("jingu-edge prove-switch plain --by NAME", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_holds_for_its_wiring_and_no_other()
    {
        var plan = Plan(1);
        var trial = Trial(plan, "on");
        Assert.Equal(
            (Severity.Good, "was proved by Li Wei on 2026-03-02 12:00:00Z."),
            (Proof(plan, [trial]).Severity, Proof(plan, [trial]).Text));
        var moved = Proof(Plan(1, "output: 3", "output: 4"), [trial]);
        Assert.Equal(Severity.Warning, moved.Severity);
        Assert.Contains("for another wiring", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_trial_counts_and_one_that_failed_fails_the_check()
    {
        var plan = Plan(1);
        var finding = Proof(plan, [Trial(plan, "on"), Trial(plan, "off")]);
        Assert.Equal(Severity.Failed, finding.Severity);
        Assert.Contains("supply back: off instead of on.", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_site_signed_for_is_said_each_time()
    {
        var plan = Plan(1, "cut: energise, contact: NC, powerUp: released",
            "cut: release, contact: NC, powerUp: last, exception: {by: Li Wei, reason: a kitchen, date: 2026-01-31}");
        var finding = new SwitchCheck(plan, []).Offline().First(finding => finding.Subject == "plain");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("Li Wei signed for it on 2026-01-31: a kitchen", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_tells_how_it_behaves_is_held_against_the_file()
    {
        using var board = await RelayBoard.StartAsync(11, coils: 2, inputs: 6);
        var plan = Plan(board.Port);
        Assert.DoesNotContain(new SwitchCheck(plan, []).Offline(), finding => finding.Subject == "valve");

        var wrong = await AskAsync(plan, "valve");
        Assert.Equal(Severity.Failed, wrong.Severity);
        Assert.Contains(
            "commissioned with powerUp last, busLoss last, and room is set to powerUp released, busLoss last: set its "
            + "registers 6, 931 and 939", wrong.Text, StringComparison.Ordinal);

        await board.HoldAsync(6, 1);
        await board.HoldAsync(8, 10);
        var right = await AskAsync(plan, "valve");
        Assert.Equal(
            (Severity.Good, "room is set so: powerUp last, busLoss last after 10 s."),
            (right.Severity, right.Text));

        await board.HoldAsync(8, 1);
        await board.HoldAsync(931, 1);
        await board.HoldAsync(939, 1);
        Assert.Contains(
            "room takes its bus for lost after 1 s and is asked every 1s", (await AskAsync(plan, "valve")).Text,
            StringComparison.Ordinal);
        await board.HoldAsync(8, 10);
        Assert.Contains(
            "busLoss energised: set", (await AskAsync(plan, "valve")).Text, StringComparison.Ordinal);
        await board.CoilsAsync();
        Assert.Empty(board.Writes);
    }

    [Fact]
    public async Task A_board_that_does_not_answer_fails_the_check()
    {
        var board = await RelayBoard.StartAsync(11, coils: 2, inputs: 6);
        board.Dispose();
        var finding = await AskAsync(Plan(board.Port), "room");
        Assert.Equal(Severity.Failed, finding.Severity);
        Assert.Contains("unit identifier 11 on bus gives no answer", finding.Text, StringComparison.Ordinal);
    }

    private static Finding Proof(CommissioningPlan plan, ImmutableArray<SwitchTrial> trials) =>
        Assert.Single(new SwitchCheck(plan, trials).Offline());

    private static SwitchTrial Trial(CommissioningPlan plan, string seen) => new(
        1, new("plain"), Made, "Li Wei", SwitchTrial.WiringOf(plan, plan.SwitchPoints[0]),
        [new("supply back", "on", seen)]);

    private static async Task<Finding> AskAsync(CommissioningPlan plan, string subject)
    {
        var machine = MachineTime.OfThisMachine;
        var findings = await new SwitchCheck(plan, []).OnlineAsync(
            paceLines: true, new RunningSiteTime(machine), machine, CancellationToken.None);
        return findings.Single(finding => finding.Subject == subject);
    }

    private CommissioningPlan Plan(int port, string right = "x", string wrong = "x") => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{port}}, period: 1s, answerMax: 5s}
            meters: []
            devices:
              - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 10}
              - {id: room, kind: wirenboard-wb-mwac, port: bus, unitIdentifier: 11}
            switchPoints:
              - {id: plain, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: relays,
                 output: 3, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
              - {id: valve, unit: unit-01, resource: water, switchable: true, feeds: [ordinary], device: room,
                 output: 2, cut: energise, contact: latching, powerUp: last, busLoss: last, travel: 20s}
            """).Replace(right, wrong, StringComparison.Ordinal)));
}
