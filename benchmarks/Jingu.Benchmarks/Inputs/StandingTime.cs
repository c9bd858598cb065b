namespace Jingu.Benchmarks.Inputs;

/// <summary>A clock that stands still: what is computed does not depend on when the benchmark runs.</summary>
internal sealed class StandingTime(DateTimeOffset at) : TimeProvider
{
    /// <summary>Noon in Shanghai, in the middle of a month that began with whole days behind it.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 20, 4, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => at;
}
