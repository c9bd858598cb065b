namespace Jingu.Time.Bench;

/// <summary>
/// Site time as a gateway sees it whose clock is wrong from its boot until it is set right (<see cref="BenchBoot"/>);
/// it jumps there. What is granted and waited for is the bench's own time.
/// </summary>
public sealed class UnsetBenchTime(BenchSiteTime bench, BenchBoot boot) : SiteTime
{
    public override bool IsBench => true;

    /// <summary>The clock that is granted.</summary>
    public BenchSiteTime Bench => bench;

    public override long TimestampFrequency => bench.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        var now = bench.GetUtcNow();
        return now < boot.Trusted ? boot.Shown + (now - boot.Begun) : now;
    }

    public override long GetTimestamp() => bench.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        bench.CreateTimer(callback, state, dueTime, period);

    public override IParticipant Join(string name) => new Participant(this, boot, bench.Join(name));

    private sealed class Participant(UnsetBenchTime time, BenchBoot boot, IParticipant granted) : IParticipant
    {
        public async ValueTask WaitUntilAsync(DateTimeOffset instant, CancellationToken stop)
        {
            var now = time.GetUtcNow();
            var truth = time.Bench.GetUtcNow();
            if (instant <= now)
                return;
            var left = instant - now;
            var due = left < DateTimeOffset.MaxValue - truth ? truth + left : DateTimeOffset.MaxValue;
            // Whatever is waited for, the jump is to be noticed.
            await granted.WaitUntilAsync(truth < boot.Trusted && boot.Trusted < due ? boot.Trusted : due, stop);
        }

        public void Dispose() => granted.Dispose();
    }
}
