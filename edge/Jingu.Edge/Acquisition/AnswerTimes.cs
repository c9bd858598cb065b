namespace Jingu.Edge.Acquisition;

/// <summary>
/// How long one meter takes to be read, learnt from its readings; machine time. Used by its port only.
/// </summary>
internal sealed class AnswerTimes
{
    /// <summary>How much a new reading counts against what was learnt.</summary>
    private const double Weight = 0.25;

    /// <summary>A hurried reading gets so many times the slowest seen lately, and this much more.</summary>
    private const double HurriedTimes = 2;
    private static readonly TimeSpan HurriedMin = TimeSpan.FromMilliseconds(100);

    private TimeSpan _counters;
    private TimeSpan _slowest;

    /// <summary>A whole reading; zero before the first.</summary>
    public TimeSpan Whole { get; private set; }

    /// <summary>Its counters alone: until that was tried, half of the whole.</summary>
    public TimeSpan Counters =>
        _counters == TimeSpan.Zero ? Whole / 2 : _counters < Whole ? _counters : Whole;

    /// <summary>
    /// How long an answer may take when the round has no time for a full time-out; null before anything was learnt.
    /// </summary>
    public TimeSpan? Hurried => _slowest == TimeSpan.Zero ? null : (_slowest * HurriedTimes) + HurriedMin;

    public void Learn(bool countersOnly, TimeSpan took)
    {
        if (countersOnly)
            _counters = Mix(_counters, took);
        else
            Whole = Mix(Whole, took);
        _slowest = took > _slowest ? took : Mix(_slowest, took);
    }

    private static TimeSpan Mix(TimeSpan learnt, TimeSpan took) =>
        learnt == TimeSpan.Zero ? took : (learnt * (1 - Weight)) + (took * Weight);
}
