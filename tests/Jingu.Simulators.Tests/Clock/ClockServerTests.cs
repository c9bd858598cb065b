using Jingu.Simulators.Clock;
using Jingu.Testing;
using Jingu.Time;
using Jingu.Time.Bench;
using Xunit;

namespace Jingu.Simulators.Tests.Clock;

public sealed class ClockServerTests
{
    private static readonly DateTimeOffset Start = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(5);
    private static readonly ClockLimits Limits = new();

    [Fact]
    public async Task Clock_moves_to_the_earliest_instant_that_anybody_announced()
    {
        await using var clock = Server(Limits);
        clock.Expect("gateway-1");
        clock.Expect("gateway-2");
        var agenda = new Agenda();
        var run = clock.RunAsync(Start.AddMinutes(30), agenda, default);
        await using var polls = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll * 2);
        await using var ticks = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll * 3);

        Assert.Null(await run);

        Assert.Equal([10, 20, 30], Minutes(polls.Woke));
        Assert.Equal([15, 30], Minutes(ticks.Woke));
        Assert.Equal([10, 15, 20, 30], Minutes(agenda.Prepared));
    }

    [Fact]
    public async Task Clock_stands_until_the_slowest_has_finished()
    {
        await using var clock = Server(Limits);
        await using var quick = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        await using var slow = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll);
        var (began, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        slow.Work = _ =>
        {
            began.TrySetResult();
            return finish.Task;
        };
        var run = clock.RunAsync(Start + (Poll * 3), new Agenda(), default);

        await began.Task;
        await Eventually.UntilAsync(() => quick.Woke.Count == 1);
        Assert.Equal(Start + Poll, clock.Now);
        Assert.False(run.IsCompleted);

        finish.SetResult();
        Assert.Null(await run);
        Assert.Equal([5, 10, 15], Minutes(quick.Woke));
    }

    [Fact]
    public async Task Backlog_above_the_limit_holds_the_clock_and_a_cut_off_gateway_does_not()
    {
        await using var clock = Server(Limits with { BacklogEntriesMax = 10 });
        await using var gateway = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        gateway.Work = _ =>
        {
            gateway.Backlog = 11;
            return Task.CompletedTask;
        };
        var run = clock.RunAsync(Start + (Poll * 3), new Agenda(), default);
        await Eventually.UntilAsync(() => clock.Backlog == 11);
        Assert.Equal(Start + Poll, clock.Now);

        Volatile.Write(ref gateway.Backlog, 10);
        await Eventually.UntilAsync(() => clock.Now == Start + (Poll * 2));
        Assert.False(run.IsCompleted);

        clock.ExceptFromBacklog(new HashSet<string> { "gateway-1" });
        Assert.Null(await run);
        Assert.Equal([5, 10, 15], Minutes(gateway.Woke));
    }

    [Fact]
    public async Task Who_was_cut_off_catches_up_before_the_clock_moves_on()
    {
        await using var clock = Server(Limits with { BacklogEntriesMax = 10, CaughtUpEntriesMax = 2 });
        await using var gateway = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        clock.ExceptFromBacklog(new HashSet<string> { "gateway-1" });
        Volatile.Write(ref gateway.Backlog, 9);
        var agenda = new Agenda().At(Start + (Poll * 2), () =>
        {
            clock.ExceptFromBacklog(new HashSet<string>());
            return Task.CompletedTask;
        });
        var run = clock.RunAsync(Start + (Poll * 3), agenda, default);
        await Eventually.UntilAsync(() => gateway.Woke.Count == 2);
        Volatile.Write(ref gateway.Backlog, 3);
        await Eventually.UntilAsync(() => clock.Backlog == 3);
        Assert.Equal(Start + (Poll * 2), clock.Now);

        Volatile.Write(ref gateway.Backlog, 2);
        await Eventually.UntilAsync(() => clock.Now > Start + (Poll * 2));
        Volatile.Write(ref gateway.Backlog, 9);

        Assert.Null(await run);
    }

    [Fact]
    public async Task A_program_that_has_gone_is_not_waited_for()
    {
        await using var clock = Server(Limits);
        await using var stays = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        var goes = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll);
        var never = new TaskCompletionSource();
        goes.Work = _ => never.Task;
        var run = clock.RunAsync(Start + (Poll * 3), new Agenda(), default);
        await Eventually.UntilAsync(() => goes.Woke.Count == 1);

        never.SetResult();
        await goes.DisposeAsync();

        Assert.Null(await run);
        Assert.Equal([5, 10, 15], Minutes(stays.Woke));
    }

    [Fact]
    public async Task A_restarted_program_gets_the_current_instant_and_is_waited_for()
    {
        await using var clock = Server(Limits);
        await using var stays = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        var first = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll);
        FakeGateway? second = null;
        var agenda = new Agenda().At(Start + (Poll * 2), async () =>
        {
            clock.Expect("gateway-2");
            await first.DisposeAsync();
            second = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll);
        });

        Assert.Null(await clock.RunAsync(Start + (Poll * 4), agenda, default));

        Assert.Equal([15, 20], Minutes(second!.Woke));
        Assert.Equal([5, 10, 15, 20], Minutes(stays.Woke));
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_does_not_finish_is_named()
    {
        await using var clock = Server(Limits with { WorkMax = TimeSpan.FromMilliseconds(50) });
        await using var quick = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        await using var stuck = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-2")).Every(Poll);
        var end = new TaskCompletionSource();
        stuck.Work = _ => end.Task;

        var complaint = await clock.RunAsync(Start + Poll, new Agenda(), default);

        Assert.Contains("gateway-2", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway-1", complaint, StringComparison.Ordinal);
        end.SetResult();
    }

    [Fact]
    public async Task A_backlog_that_does_not_shrink_is_named()
    {
        await using var clock = Server(Limits with { BacklogEntriesMax = 1, HoldMax = TimeSpan.FromMilliseconds(50) });
        await using var gateway = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        gateway.Backlog = 2;

        var complaint = await clock.RunAsync(Start + Poll, new Agenda(), default);

        Assert.Contains("gateway-1 (2 entries)", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_needs_no_instant_is_not_waited_for_but_who_has_not_begun_is()
    {
        await using var clock = Server(Limits with { WorkMax = TimeSpan.FromMilliseconds(50) });
        clock.Expect("aggregator");
        await using var observer = await BenchSiteTime.ConnectAsync(clock.EndPoint, "aggregator", default);
        Assert.NotNull(await clock.RunAsync(Start + Poll, new Agenda(), default));

        observer.Begin();
        Assert.Null(await clock.RunAsync(Start + Poll, new Agenda(), default));
    }

    [Fact]
    public async Task Draining_waits_until_everything_is_delivered_and_names_who_has_not()
    {
        await using var clock = Server(Limits);
        await using var gateway = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        Assert.Null(await clock.RunAsync(Start + Poll, new Agenda(), default));
        Volatile.Write(ref gateway.Backlog, 3);

        var complaint = await clock.DrainAsync(TimeSpan.FromMilliseconds(30), default);
        Assert.Contains("gateway-1 (3 entries)", complaint, StringComparison.Ordinal);

        var drain = clock.DrainAsync(TimeSpan.FromSeconds(20), default);
        Assert.False(drain.IsCompleted);
        Volatile.Write(ref gateway.Backlog, 0);
        Assert.Null(await drain);
    }

    [Fact]
    public async Task Same_programs_get_the_same_instants_in_every_run()
    {
        Assert.Equal(await InstantsOfARunAsync(), await InstantsOfARunAsync());

        static async Task<List<DateTimeOffset>> InstantsOfARunAsync()
        {
            await using var clock = Server(Limits);
            for (var i = 1; i <= 6; i++)
                clock.Expect($"gateway-{i}");
            List<FakeGateway> gateways = [];
            for (var i = 1; i <= 6; i++)
            {
                var gateway = await FakeGateway.ConnectAsync(clock.EndPoint, $"gateway-{i}");
                gateways.Add(gateway.Every(TimeSpan.FromSeconds(100 + i)));
            }
            var agenda = new Agenda();
            Assert.Null(await clock.RunAsync(Start.AddHours(1), agenda, default));
            foreach (var gateway in gateways)
                await gateway.DisposeAsync();
            return agenda.Prepared;
        }
    }

    [Fact]
    public async Task Speed_is_an_upper_bound()
    {
        await using var clock = Server(Limits with { Speed = 3600 });
        await using var gateway = (await FakeGateway.ConnectAsync(clock.EndPoint, "gateway-1")).Every(Poll);
        var machine = MachineTime.OfThisMachine;
        var began = machine.GetTimestamp();

        Assert.Null(await clock.RunAsync(Start + (Poll * 6), new Agenda(), default));

        Assert.InRange(machine.GetElapsedTime(began).TotalMilliseconds, 480, 20_000);
    }

    private static ClockServer Server(ClockLimits limits) => new(Start, limits, MachineTime.OfThisMachine);

    private static IEnumerable<int> Minutes(IEnumerable<DateTimeOffset> instants) =>
        instants.Select(instant => (int)(instant - Start).TotalMinutes);
}
