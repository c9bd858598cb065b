using Jingu.Time.Supervision;

namespace Jingu.Time;

/// <summary>
/// Site time that runs by itself: the system's clock, or in tests a fake one. Who waits on it is watched, where a watch
/// is given: from the first wait until the participant leaves.
/// </summary>
public sealed class RunningSiteTime(TimeProvider inner, LoopWatch? watch = null) : SiteTime
{
    /// <summary>A wait is split into parts of this length, so that a clock that jumps is noticed.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    /// <summary>A smaller step back is the clock being kept right, and waited out.</summary>
    public static readonly TimeSpan SetBackMin = TimeSpan.FromSeconds(1);

    public override bool IsBench => false;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    public override IParticipant Join(string name) => new Participant(inner, watch?.Join(name));

    private sealed class Participant(TimeProvider time, WatchedLoop? loop) : IParticipant
    {
        public async ValueTask WaitUntilAsync(DateTimeOffset instant, CancellationToken stop)
        {
            loop?.Beat();
            for (var now = time.GetUtcNow(); now < instant;)
            {
                var left = instant - now;
                await Task.Delay(left < WaitMax ? AtLeastOneMillisecond(left) : WaitMax, time, stop);
                loop?.Beat();
                var then = time.GetUtcNow();
                if (then < now - SetBackMin)
                    return;
                now = then;
            }
        }

        public void Dispose() => loop?.Dispose();

        private static TimeSpan AtLeastOneMillisecond(TimeSpan left) =>
            left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
    }
}
