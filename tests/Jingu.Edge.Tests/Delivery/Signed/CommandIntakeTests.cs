using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Signed;

/// <summary>Each command once, within its time, for this gateway.</summary>
public sealed class CommandIntakeTests
{
    private static readonly CommandAction Restore = new CommandAction.ConfirmRestore(
        SignedRig.Unit, Resource.Electricity);

    private static readonly CommandAction Cut = new CommandAction.ApproveCut(
        SignedRig.Unit, Resource.Electricity, "d-17");

    [Fact]
    public void A_command_waits_for_the_tick_once_however_often_it_comes_and_whatever_restarts()
    {
        using var rig = WithPolicy();
        for (var i = 0; i < 3; i++)
            rig.SendCommand(SignedRig.Sign(SignedRig.Command(Cut)));
        rig.Restart();
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Cut)));

        Assert.Equal(Cut, Assert.Single(rig.Journal.ReadCommands(waiting: true)).Command.Action);
        Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandRepeated);
    }

    [Fact]
    public void An_answered_command_waits_no_more_and_keeps_its_first_answer()
    {
        using var rig = WithPolicy();
        var command = SignedRig.Command(Cut);
        rig.SendCommand(SignedRig.Sign(command));
        Answer(rig, new(command.Id, CommandState.Done, SignedRig.Noon, "Cut, proven."));
        Answer(rig, new(command.Id, CommandState.Refused, SignedRig.Noon, "Again."));

        Assert.Empty(rig.Journal.ReadCommands(waiting: true));
        var kept = Assert.Single(rig.Journal.ReadCommands(waiting: false));
        Assert.Equal((CommandState.Done, "Cut, proven."), (kept.State, kept.Answer));
        rig.SendCommand(SignedRig.Sign(command));
        Assert.Empty(rig.Journal.ReadCommands(waiting: true));
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "retained", "a broker kept it" },
        { "other site", "addressed to ningbo/gateway-1" },
        { "other gateway", "addressed to zhoushan/gateway-2" },
        { "stranger's key", "key 'stranger' is not trusted" },
        { "wrong type", "of type 'jingu-desired'" },
        { "unsigned", "no signed document" },
        { "truncated", "no signed document" },
        { "half a command", "no command" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void What_is_not_the_aggregators_word_to_this_gateway_is_an_event_and_nothing_else(string attack, string why)
    {
        using var rig = WithPolicy();
        var good = SignedRig.Sign(SignedRig.Command(Cut));
        rig.SendCommand(
            attack switch
            {
                "retained" => good,
                "other site" => SignedRig.Sign(SignedRig.Command(Cut) with { Site = new("ningbo") }),
                "other gateway" => SignedRig.Sign(SignedRig.Command(Cut) with { Gateway = new("gateway-2") }),
                "stranger's key" => SignedRig.Sign(SignedRig.Command(Cut), SigningKey.Create("stranger")),
                "wrong type" => SignedRig.Sign(SignedRig.Policy(9)),
                "unsigned" => CommandJson.Write(SignedRig.Command(Cut)),
                "truncated" => good[..^20],
                _ => Jws.Sign("{}"u8, Command.Type, SignedRig.Old),
            },
            retained: attack == "retained");

        Assert.Empty(rig.Journal.ReadCommands(waiting: false));
        var told = Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandRefused);
        Assert.Contains(why, told.Text, StringComparison.Ordinal);
        Assert.False(told.Facts.ContainsKey("id"));
    }

    [Fact]
    public void After_its_time_a_command_does_nothing_and_says_so_by_its_id()
    {
        using var rig = WithPolicy();
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Cut, valid: TimeSpan.Zero)));
        Assert.Empty(rig.Journal.ReadCommands(waiting: true));
        var told = Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandRefused);
        Assert.Equal(new string('a', 32), told.Facts["id"]);
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_only_what_cannot_cut_is_taken_and_once()
    {
        using var rig = new SignedRig(vouched: false);
        rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Cut)));
        // By the wrong clock it is over; nobody believes that clock.
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Restore, 'b', TimeSpan.Zero)));
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Restore, 'b', TimeSpan.Zero)));
        Assert.Equal(Restore, Assert.Single(rig.Journal.ReadCommands(waiting: true)).Command.Action);

        // What was refused stays refused when the clock is right.
        rig.Vouch();
        _ = rig.Events;
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Cut)));
        Assert.Single(rig.Journal.ReadCommands(waiting: true));
    }

    [Fact]
    public void Ids_are_remembered_thirty_days_after_their_time()
    {
        using var rig = WithPolicy();
        var command = SignedRig.Command(Cut);
        rig.SendCommand(SignedRig.Sign(command));
        Answer(rig, new(command.Id, CommandState.Done, SignedRig.Noon, "Done."));

        rig.Time.Advance(TimeSpan.FromDays(30));
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Restore, 'b', TimeSpan.FromDays(6))));
        Assert.True(rig.Journal.HasCommand(command.Id));
        rig.Time.Advance(TimeSpan.FromHours(2));
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Restore, 'c', TimeSpan.FromDays(6))));
        Assert.False(rig.Journal.HasCommand(command.Id));
        // And then its time is over.
        rig.SendCommand(SignedRig.Sign(command));
        Assert.Empty(rig.Journal.ReadCommands(waiting: true));
    }

    [Fact]
    public void An_extension_counts_at_once_and_once_and_is_answered()
    {
        using var rig = WithPolicy();
        for (var i = 0; i < 3; i++)
            rig.SendCommand(SignedRig.Sign(SignedRig.Command(SignedRig.Extend())));
        var extension = Assert.Single(rig.Journal.ReadExtensions());
        Assert.Equal((new string('a', 32), 5_000L, "2026-03"), (extension.Name, extension.Amount, extension.Month));
        Assert.Empty(rig.Journal.ReadCommands(waiting: true));
        var told = Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandAnswered);
        Assert.Equal(extension.Name, told.Facts["id"]);
    }

    [Theory]
    [InlineData(false, 1_000_000)]
    [InlineData(true, 1_005_000)]
    public void An_extension_is_told_on_top_of_the_budget_without_it_whichever_came_first(bool included, long budget)
    {
        using var rig = new SignedRig();
        var command = SignedRig.Command(SignedRig.Extend());
        var policy = SignedRig.Policy(3, budget);
        var unit = policy.Units[0];
        rig.SendPolicy(SignedRig.Sign(policy with
        {
            Units = [unit with { Months = [unit.Months[0] with { Includes = included ? [command.Id] : [] }] }],
        }));
        rig.SendCommand(SignedRig.Sign(command));
        var told = Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandAnswered);
        Assert.Contains("5000 more in 2026-03, on top of 1000000.", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_of_a_unit_or_month_that_the_policy_does_not_have_is_refused()
    {
        using var rig = WithPolicy();
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(SignedRig.Extend() with { Month = "2027-03" })));
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(SignedRig.Extend() with { Unit = new("unit-99") }, 'b')));
        Assert.Empty(rig.Journal.ReadExtensions());
        Assert.Equal(2, rig.Events.Count(told => told.Kind == EventKinds.CommandRefused));
    }

    private static void Answer(SignedRig rig, CommandAnswer answer) =>
        rig.Journal.SaveAnswered(Books.Unchanged, [], new(1, [], []), null, [answer]);

    private static SignedRig WithPolicy()
    {
        var rig = new SignedRig();
        rig.SendPolicy(SignedRig.Sign(SignedRig.Policy(3)));
        return rig;
    }
}
