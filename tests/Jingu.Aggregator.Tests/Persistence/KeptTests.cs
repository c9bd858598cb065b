using Jingu.Aggregator.Persistence;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence;

public sealed class KeptTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly FakeTime _time = new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private int _made;

    [Fact]
    public async Task Many_who_ask_at_once_get_one_answer()
    {
        var gate = new TaskCompletionSource();
        using var kept = new Kept<string>(
            async stop =>
            {
                await gate.Task.WaitAsync(stop);
                return $"answer {++_made}";
            },
            Age, new(_time));

        var asked = Enumerable.Range(0, 50).Select(_ => kept.GetAsync(default)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("answer 1", answer));
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task An_answer_is_made_again_when_it_is_old_or_something_has_changed()
    {
        using var kept = Counting(TimeSpan.Zero);

        Assert.Equal("1", await kept.GetAsync(default));
        _time.Advance(Age - TimeSpan.FromMilliseconds(1));
        Assert.Equal("1", await kept.GetAsync(default));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("2", await kept.GetAsync(default));
        kept.Forget();
        Assert.Equal("3", await kept.GetAsync(default));
    }

    [Fact]
    public async Task What_changes_while_an_answer_is_made_makes_it_old()
    {
        Kept<string>? kept = null;
        kept = new(
            _ =>
            {
                if (++_made == 1)
                    kept!.Forget();
                return Task.FromResult($"{_made}");
            },
            Age, new(_time));
        using var disposed = kept;

        Assert.Equal("1", await kept.GetAsync(default));
        Assert.Equal("2", await kept.GetAsync(default));
        Assert.Equal("2", await kept.GetAsync(default));
    }

    [Fact]
    public async Task Making_takes_a_fifth_of_the_time_at_most()
    {
        var cost = TimeSpan.FromSeconds(3);
        using var kept = Counting(cost);

        await kept.GetAsync(default);
        _time.Advance(cost * 2);
        Assert.Equal("1", await kept.GetAsync(default));
        _time.Advance(cost);
        Assert.Equal("2", await kept.GetAsync(default));
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        using var kept = new Kept<string>(
            _ => ++_made == 1 ? throw new IOException("away") : Task.FromResult("back"), Age, new(_time));

        await Assert.ThrowsAsync<IOException>(() => kept.GetAsync(default));
        Assert.Equal("back", await kept.GetAsync(default));
    }

    [Fact]
    public async Task Who_stops_waiting_stops_nobody_else()
    {
        using var left = new CancellationTokenSource();
        using var kept = new Kept<string>(
            async stop =>
            {
                _made++;
                if (_made == 1)
                    await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
                return "made";
            },
            Age, new(_time));
        var first = kept.GetAsync(left.Token);
        var second = kept.GetAsync(default);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("made", await second);
    }

    private Kept<string> Counting(TimeSpan cost) => new(
        _ =>
        {
            _time.Advance(cost);
            return Task.FromResult($"{++_made}");
        },
        Age, new(_time));
}
