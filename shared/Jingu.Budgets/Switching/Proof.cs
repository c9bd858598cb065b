namespace Jingu.Budgets.Switching;

/// <summary>
/// Whether a cut or a restore took effect, judged from what meters and feedback show after it. A device's echo is no
/// part of this: it only proves that the board heard us. Pure; asked again with every poll.
/// </summary>
public static class Proof
{
    /// <summary>How often meters near a switch point are polled while it is watched.</summary>
    public static readonly TimeSpan PollPeriod = TimeSpan.FromSeconds(10);

    /// <summary>How long a switch point is watched after switching.</summary>
    public static readonly TimeSpan WatchLength = TimeSpan.FromMinutes(5);

    /// <summary>A meter directly below that reads under rating / this shows no load: 1 %.</summary>
    public const int RatingShare = 100;

    /// <summary>Flow must be absent this many times the mean spacing of pulses before closing.</summary>
    public const int SpacingFactor = 3;

    /// <summary>Within this time after the command the effect must be seen: travel time and two polls.</summary>
    public static TimeSpan Limit(ProofSubject subject) => subject.Travel + (2 * PollPeriod);

    /// <summary>Judges what was seen up to now; observations in any order.</summary>
    public static ProofVerdict Judge(ProofSubject subject, IReadOnlyList<Observation> seen, DateTimeOffset now)
    {
        var after = seen.Where(observation => observation.At > subject.SwitchedAt && observation.At <= now)
            .OrderBy(observation => observation.At).ToList();
        return subject.Level is { } level ? Lit(subject, level, after, now)
            : subject.Restoring ? Restored(subject, after, now) : Cut(subject, after, now);
    }

    private static ProofVerdict Cut(ProofSubject subject, List<Observation> after, DateTimeOffset now)
    {
        var end = subject.SwitchedAt + Limit(subject);
        var contact = Contact(subject, after, open: true, end);
        var load = LoadGone(subject, after, end);
        if (subject.HasFeedback && contact is null && now >= end)
            return Failed(ProofFinding.WeldedOrStuck, end);
        if (Flow(subject, after, now, load?.At) is { } leak)
            return leak;
        if (subject.HasFeedback && contact is null)
            return Pending;
        var proven = contact ?? load;
        if (proven is not null && LoadBack(subject, after, proven.Value, end) is { } back)
            return Failed(ProofFinding.BypassOrWrongWiring, back);
        if (proven is { } proof)
            return new(ProofOutcome.Proven, proof.Grade, ProofFinding.None, proof.At);
        if (now < (subject.PulseSpacing is null ? end : FlowEnd(subject)))
            return Pending;
        var still = after.LastOrDefault(observation => observation.Kind == ObservationKind.PowerBelow);
        // Load that was not there before the switching is a ground to try again, not yet a failure.
        return still is not null && DrewBefore(subject) && ShowsLoad(subject, still)
            ? Failed(ProofFinding.LoadRemains, end)
            : new(ProofOutcome.NotProven, ProofGrade.None, ProofFinding.None, end);
    }

    /// <summary>A load may be off, so a restore without one is not proven, and no failure either.</summary>
    private static ProofVerdict Restored(ProofSubject subject, List<Observation> after, DateTimeOffset now)
    {
        var end = subject.SwitchedAt + Limit(subject);
        if (Contact(subject, after, open: false, end) is { } contact)
            return new(ProofOutcome.Proven, contact.Grade, ProofFinding.None, contact.At);
        if (subject.HasFeedback)
            return now >= end ? Failed(ProofFinding.WeldedOrStuck, end) : Pending;
        var load = after.FirstOrDefault(observation => ShowsLoad(subject, observation)
            || observation.Kind == ObservationKind.Pulse);
        if (load is not null)
            return new(ProofOutcome.Proven, ProofGrade.Load, ProofFinding.None, load.At);
        return now >= end ? new(ProofOutcome.NotProven, ProofGrade.None, ProofFinding.None, end) : Pending;
    }

    /// <summary>
    /// A lamp was moved: proven where the load directly below moved by at least half of what was expected. The level
    /// that is read back proves nothing when it is right, because gateways answer with what they were told; when it is
    /// wrong, the lamp was not moved.
    /// </summary>
    private static ProofVerdict Lit(ProofSubject subject, int level, List<Observation> after, DateTimeOffset now)
    {
        var end = subject.SwitchedAt + Limit(subject);
        if (after.Find(observation => observation.Kind == ObservationKind.LampFailed) is { } failed)
            return Failed(ProofFinding.LampFailed, failed.At);
        var within = after.Where(observation => observation.At <= end).ToList();
        if (within.Find(observation => Followed(subject, observation)) is { } load)
            return new(ProofOutcome.Proven, ProofGrade.Load, ProofFinding.None, load.At);
        if (now < end)
            return Pending;
        if (within.FindLast(observation => observation.Kind == ObservationKind.Level) is { } shown
            && shown.Value != level)
        {
            return Failed(ProofFinding.LevelNotTaken, end);
        }
        return subject is { ExpectedChange: < 0 } && within.Exists(one => one.Kind == ObservationKind.PowerBelow)
            ? Failed(ProofFinding.LoadRemains, end)
            : new(ProofOutcome.NotProven, ProofGrade.None, ProofFinding.None, end);
    }

    private static bool Followed(ProofSubject subject, Observation observation)
    {
        if (observation.Kind != ObservationKind.PowerBelow
            || subject is not { ExpectedChange: { } expected, DrawBefore: { } before })
        {
            return false;
        }
        var change = observation.Value - before;
        return expected < 0 ? 2 * change <= expected : 2 * change >= expected;
    }

    private static readonly ProofVerdict Pending = new(ProofOutcome.Pending, ProofGrade.None, ProofFinding.None, null);

    private static ProofVerdict Failed(ProofFinding finding, DateTimeOffset at) =>
        new(ProofOutcome.Failed, ProofGrade.None, finding, at);

    private static (ProofGrade Grade, DateTimeOffset At)? Contact(
        ProofSubject subject, List<Observation> after, bool open, DateTimeOffset end)
    {
        if (!subject.HasFeedback)
            return null;
        var moved = after.LastOrDefault(observation => observation.Kind == ObservationKind.ContactOpen
            && observation.At <= end);
        return moved is not null && moved.Value != 0 == open ? (ProofGrade.Contact, moved.At) : null;
    }

    /// <summary>
    /// The meter directly below falls under 1 % of rating, or the meter above by half of what the circuit drew. A
    /// circuit that drew nothing before proves nothing by drawing nothing after.
    /// </summary>
    private static (ProofGrade Grade, DateTimeOffset At)? LoadGone(
        ProofSubject subject, List<Observation> after, DateTimeOffset end)
    {
        if (subject.PulseSpacing is not null)
            return null;
        foreach (var observation in after.Where(observation => observation.At <= end))
        {
            var below = observation.Kind == ObservationKind.PowerBelow && DrewBefore(subject)
                && !ShowsLoad(subject, observation);
            var above = observation.Kind == ObservationKind.PowerAbove && subject is { DrawBefore: > 0 } drew
                && subject.AboveBefore - observation.Value >= (drew.DrawBefore + 1) / 2;
            if (below || above)
                return (ProofGrade.Load, observation.At);
        }
        return null;
    }

    private static bool DrewBefore(ProofSubject subject) =>
        subject.DrawBefore * RatingShare >= subject.Rating && subject.Rating > 0;

    private static bool ShowsLoad(ProofSubject subject, Observation observation) =>
        observation.Kind == ObservationKind.PowerBelow && subject.Rating > 0
        && observation.Value * RatingShare >= subject.Rating;

    /// <summary>Load that shows after a proof: during the watch, or whenever it is looked at later.</summary>
    private static DateTimeOffset? LoadBack(
        ProofSubject subject, List<Observation> after, (ProofGrade Grade, DateTimeOffset At) proven, DateTimeOffset end)
    {
        // A contact opens before the meter's next poll has seen it: load counts once the time for both has passed.
        var from = proven.Grade == ProofGrade.Contact ? end : proven.At;
        return after.FirstOrDefault(observation => observation.At > from && ShowsLoad(subject, observation))?.At;
    }

    private static DateTimeOffset FlowEnd(ProofSubject subject) =>
        subject.SwitchedAt + subject.Travel + (SpacingFactor * subject.PulseSpacing!.Value);

    /// <summary>Water: a pulse after the travel time is a leak; none for three spacings is the proof.</summary>
    private static ProofVerdict? Flow(
        ProofSubject subject, List<Observation> after, DateTimeOffset now, DateTimeOffset? proven)
    {
        if (after.Find(observation => observation.Kind == ObservationKind.Pulse
            && observation.At > subject.SwitchedAt + subject.Travel) is { } pulse)
        {
            return Failed(ProofFinding.Leak, pulse.At);
        }
        return proven is null && subject.PulseSpacing is not null && !subject.HasFeedback && now >= FlowEnd(subject)
            ? new(ProofOutcome.Proven, ProofGrade.Load, ProofFinding.None, FlowEnd(subject))
            : null;
    }
}
