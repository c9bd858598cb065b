namespace Jingu.Edge.Acquisition;

/// <summary>
/// Which part of its period a port is busy, in thousandths, over its last <see cref="RoundsMax"/> rounds. Noted by its
/// port only; <see cref="Now"/> may be read from any thread.
/// </summary>
internal sealed class BusLoad(TimeSpan period)
{
    public const int RoundsMax = 60;

    private const int Whole = 1000;

    private readonly Queue<int> _rounds = new();
    private volatile Load? _now;

    /// <summary>Null before the first round.</summary>
    public Load? Now => _now;

    /// <summary>A round has ended, with what was polled since the one before.</summary>
    public void Note(TimeSpan busy)
    {
        if (_rounds.Count == RoundsMax)
            _rounds.Dequeue();
        _rounds.Enqueue((int)Math.Min(int.MaxValue, Math.Round(busy / period * Whole)));
        _now = new((int)_rounds.Average(), _rounds.Max());
    }

    /// <param name="Mean">Above 1000 the port cannot keep up.</param>
    /// <param name="Most">Of the busiest round.</param>
    internal sealed record Load(int Mean, int Most);
}
