using Jingu.Testing;
using Jingu.Time.Kernel;

namespace Jingu.Edge.Tests.Clock;

/// <summary>A machine's clocks as a test wants them; only the test moves them.</summary>
internal sealed class FakeBootClock(FakeTime time, string boot = "dd1108a2-62fb-44fe-ad98-61dd27adb051") : IBootClock
{
    public static readonly ClockCondition Unset =
        new(false, false, TimeSpan.FromSeconds(16), TimeSpan.Zero, null, "no time service");

    private TimeSpan _offset = DateTimeOffset.UnixEpoch - time.GetUtcNow();

    public string Boot => boot;

    public TimeSpan SinceBoot => time.GetUtcNow() - DateTimeOffset.UnixEpoch + _offset;

    public ClockCondition Condition { get; set; } = Unset;

    public ClockCondition Read() => Condition;

    /// <summary>The kernel says that a time service keeps the clock to within this.</summary>
    public void Synchronise(TimeSpan error) => Condition = Unset with { Synchronised = true, ErrorMax = error };

    /// <summary>Sets the wall clock; the other one does not move.</summary>
    public void JumpTo(DateTimeOffset instant)
    {
        _offset += time.GetUtcNow() - instant;
        time.JumpTo(instant);
    }
}
