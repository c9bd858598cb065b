using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What a rule says of one sample.</summary>
internal enum Verdict
{
    /// <summary>Night, or a value is missing: neither raises an alarm nor ends one.</summary>
    Unknown,
    Good,
    Bad,
}

/// <summary>A stretch in which an alarm stood.</summary>
/// <param name="Begin">The first bad sample.</param>
/// <param name="Raised">When the on-delay was over.</param>
/// <param name="End">The first of the good samples that ended it; null while it stands.</param>
/// <param name="Bad">Indexes of its bad samples.</param>
internal sealed record AlarmSpan(
    DateTimeOffset Begin, DateTimeOffset Raised, DateTimeOffset? End, ImmutableArray<int> Bad);

/// <summary>
/// Keeps an alarm from flapping. It is raised when samples were bad for the on-delay without a good one in between, and
/// ends when they were good for the off-delay without a bad one. What is unknown counts for neither; a run of bad
/// samples that is not raised yet is forgotten over <see cref="UnknownMax"/> of it, so dusk and dawn do not add up.
/// </summary>
internal sealed class AlarmDelay(TimeSpan on, TimeSpan off)
{
    public static readonly TimeSpan UnknownMax = TimeSpan.FromHours(2);

    private readonly ImmutableArray<AlarmSpan>.Builder _spans = ImmutableArray.CreateBuilder<AlarmSpan>();
    private readonly List<int> _bad = [];
    private DateTimeOffset _begin;
    private DateTimeOffset? _raised;
    private DateTimeOffset _good;
    private TimeSpan _badFor;
    private TimeSpan _goodFor;
    private TimeSpan _unknownFor;

    /// <param name="at">In order.</param>
    /// <param name="standsFor">The time until the next sample.</param>
    public void Add(int index, DateTimeOffset at, TimeSpan standsFor, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Bad:
                AddBad(index, at, standsFor);
                break;
            case Verdict.Good:
                AddGood(at, standsFor);
                break;
            default:
                _unknownFor += standsFor;
                if (_raised is null && _unknownFor > UnknownMax)
                    Forget();
                break;
        }
    }

    /// <summary>All that was raised, the one that still stands last.</summary>
    public ImmutableArray<AlarmSpan> Spans() => _raised is { } raised
        ? [.. _spans, new(_begin, raised, null, [.. _bad])]
        : _spans.ToImmutable();

    private void AddBad(int index, DateTimeOffset at, TimeSpan standsFor)
    {
        if (_bad.Count == 0)
            _begin = at;
        _bad.Add(index);
        _badFor += standsFor;
        (_goodFor, _unknownFor) = (TimeSpan.Zero, TimeSpan.Zero);
        if (_badFor >= on)
            _raised ??= at;
    }

    private void AddGood(DateTimeOffset at, TimeSpan standsFor)
    {
        if (_raised is not { } raised)
        {
            Forget();
            return;
        }
        if (_goodFor == TimeSpan.Zero)
            _good = at;
        _goodFor += standsFor;
        if (_goodFor < off)
            return;
        _spans.Add(new(_begin, raised, _good, [.. _bad]));
        _raised = null;
        Forget();
    }

    private void Forget()
    {
        _bad.Clear();
        (_badFor, _goodFor, _unknownFor) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
    }
}
