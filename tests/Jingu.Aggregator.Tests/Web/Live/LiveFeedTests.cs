using System.Collections.Frozen;
using System.Globalization;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Web.Live;
using Jingu.Testing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Live;

public sealed class LiveFeedTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTime _machine = new(Start);
    private readonly FakeTime _site = new(Start);
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LiveFeed _feed;
    private int _made;

    public LiveFeedTests() => _feed = new(new(_machine), _lifetime, NullLogger<LiveFeed>.Instance);

    public void Dispose() => _lifetime.StopApplication();

    [Fact]
    public async Task Many_who_watch_cost_one_computation()
    {
        var watchers = Enumerable.Range(0, 50).Select(_ => Watch()).ToList();

        var first = await Task.WhenAll(watchers.Select(NextAsync));
        await AdvanceAsync();
        var second = await Task.WhenAll(watchers.Select(NextAsync));

        Assert.All(first, frame => Assert.Same(first[0], frame));
        Assert.All(second, frame => Assert.Same(second[0], frame));
        Assert.NotSame(first[0], second[0]);
        Assert.Equal(2, _made);
        watchers.ForEach(watcher => watcher.Dispose());
    }

    [Fact]
    public async Task Nothing_is_computed_while_nobody_watches()
    {
        var watcher = Watch();
        await NextAsync(watcher);

        watcher.Dispose();
        await Eventually.UntilAsync(() => _machine.TimersWaiting == 0);
        _machine.Advance(LiveFeed.Every * 10);

        Assert.Equal(1, _made);
        using var again = Watch();
        await NextAsync(again);
        Assert.Equal(2, _made);
    }

    /// <summary>Who looks once in a while sees the newest frame, and holds no other.</summary>
    [Fact]
    public async Task Who_is_slow_misses_frames_and_delays_nobody()
    {
        using var slow = Watch();
        using var quick = Watch();
        await NextAsync(quick);
        for (var i = 0; i < 5; i++)
        {
            await AdvanceAsync();
            await NextAsync(quick);
        }

        Assert.Equal("6", (await NextAsync(slow))!.Values["n"]);
        var none = slow.NextAsync(TimeSpan.FromMilliseconds(1), Jingu.Time.MachineTime.OfThisMachine, default);
        Assert.Null(await none);
    }

    [Fact]
    public async Task While_site_time_stands_it_is_computed_seldom()
    {
        using var watcher = Watch();
        await NextAsync(watcher);
        _machine.Advance(LiveFeed.Every);
        await Eventually.UntilAsync(() => _made == 2 && _machine.TimersWaiting == 1);

        _machine.Advance(LiveFeed.EveryWhileStanding - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _machine.TimersWaiting);
        Assert.Equal(2, _made);
        _machine.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.UntilAsync(() => _made == 3);
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_what_was_shown_and_is_asked_again()
    {
        using var watcher = _feed.Watch("x", _ => ++_made == 2
            ? throw new ReadingStoreException("away")
            : Task.FromResult(Frame()))!;
        var first = await NextAsync(watcher);
        _site.Advance(LiveFeed.Every);
        _machine.Advance(LiveFeed.Every);
        await Eventually.UntilAsync(() => _made == 2 && _machine.TimersWaiting == 1);
        Assert.True(watcher.IsStale);
        _machine.Advance(LiveFeed.EveryWhileStanding);

        Assert.NotSame(first, await NextAsync(watcher));
        Assert.False(watcher.IsStale);
    }

    [Fact]
    public void No_more_watch_than_there_is_room_for()
    {
        var watchers = Enumerable.Range(0, LiveFeed.WatchersMax).Select(_ => Watch()).ToList();

        Assert.Null(_feed.Watch("one too many", _ => Task.FromResult(Frame())));
        watchers[0].Dispose();
        using var later = _feed.Watch("room again", _ => Task.FromResult(Frame()));
        Assert.NotNull(later);
        watchers.Skip(1).ToList().ForEach(watcher => watcher.Dispose());
    }

    [Fact]
    public async Task It_ends_when_the_aggregator_stops()
    {
        using var watcher = Watch();
        await NextAsync(watcher);

        _lifetime.StopApplication();

        await Eventually.UntilAsync(() => _machine.TimersWaiting == 0);
    }

    private LiveFeed.Watcher Watch() => _feed.Watch("campus", _ =>
    {
        _made++;
        return Task.FromResult(Frame());
    })!;

    private LiveFrame Frame()
    {
        var number = _made.ToString(CultureInfo.InvariantCulture);
        return new(
            _site.GetUtcNow(), () => new(new Dictionary<string, string?> { ["n"] = number }.ToFrozenDictionary()));
    }

    private static Task<LiveFrame?> NextAsync(LiveFeed.Watcher watcher) =>
        watcher.NextAsync(TimeSpan.FromSeconds(20), Jingu.Time.MachineTime.OfThisMachine, default);

    private async Task AdvanceAsync()
    {
        await Eventually.UntilAsync(() => _machine.TimersWaiting == 1);
        _site.Advance(LiveFeed.Every);
        _machine.Advance(LiveFeed.Every);
    }
}
