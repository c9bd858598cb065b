namespace Jingu.Simulators.Loads;

/// <summary>
/// The stretches in which a meter does not answer, without the instants at either end. Milliseconds since 1970.
/// </summary>
internal sealed class SilentSpans
{
    public static readonly SilentSpans None = new([]);

    private readonly long[] _after;
    private readonly long[] _before;

    /// <param name="spans">In order, not overlapping: silent after the first and before the second instant of
    /// each.</param>
    public SilentSpans(IReadOnlyList<(long After, long Before)> spans)
    {
        _after = [.. spans.Select(span => span.After)];
        _before = [.. spans.Select(span => span.Before)];
    }

    public int Count => _after.Length;

    /// <summary>Sum of the stretches that lie within two instants.</summary>
    public TimeSpan Within(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        long sum = 0;
        for (var index = 0; index < Count; index++)
            sum += Math.Max(0, Math.Min(_before[index], last) - Math.Max(_after[index], first));
        return TimeSpan.FromMilliseconds(sum);
    }

    public bool Contains(long instant)
    {
        // The first span that ends after the instant is the only one that can hold it.
        var found = Array.BinarySearch(_before, instant);
        var span = found < 0 ? ~found : found + 1;
        return span < Count && _after[span] < instant;
    }
}
