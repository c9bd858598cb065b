using Jingu.Time.Kernel;

namespace Jingu.Time.Bench;

/// <summary>
/// What a machine on a bench clock says about its clocks: granted time is right, but for a boot that begins with a
/// clock that nobody has set.
/// </summary>
public sealed class BenchBootClock(BenchSiteTime bench, BenchBoot? boot) : IBootClock
{
    private static readonly DateTimeOffset Origin = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Boot => boot?.Boot ?? new string('0', 32);

    public TimeSpan SinceBoot => bench.GetUtcNow() - (boot?.Begun ?? Origin);

    public ClockCondition Read() => boot is not null && bench.GetUtcNow() < boot.Trusted
        ? ClockCondition.OfBench with { Granted = false, Detail = "left unset by the bench" }
        : ClockCondition.OfBench;
}
