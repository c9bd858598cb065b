using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control;

/// <summary>
/// What the meters near switch points showed lately: the ground of a proof. Derived from samples and kept in memory
/// only; the same samples twice change nothing. Used by the tick.
/// </summary>
internal sealed class Nearby
{
    /// <summary>How far back the flow before closing a valve is looked at.</summary>
    private static readonly TimeSpan FlowBehind = TimeSpan.FromHours(1);

    /// <summary>A power that was read longer ago says nothing of just before.</summary>
    private static readonly TimeSpan PowerAgeMax = TimeSpan.FromMinutes(15);

    private readonly Commissioned _commissioned;
    private readonly ImmutableDictionary<PointId, CommissionedPoint> _points;
    private readonly ImmutableDictionary<int, Probe> _probes;

    public Nearby(Commissioned commissioned)
    {
        _commissioned = commissioned;
        var near = commissioned.Plan.Actuators
            .SelectMany(point => new[] { point.Below, point.Above }).OfType<PointId>().ToHashSet();
        _points = commissioned.Points.Where(point => near.Contains(point.Id)).ToImmutableDictionary(point => point.Id);
        _probes = _points.Values.DistinctBy(point => point.MeterIndex)
            .ToImmutableDictionary(point => point.MeterIndex, point => new Probe(point.Register));
    }

    /// <summary>The meters that tell of a switch point.</summary>
    public IEnumerable<MeterId> MetersOf(ActuatorPlan plan) =>
        new[] { plan.Below, plan.Above }.OfType<PointId>()
            .Select(point => _points.GetValueOrDefault(point)?.Meter).OfType<MeterId>();

    /// <summary>Takes up an image.</summary>
    public void Take(ImmutableArray<Sample> image)
    {
        if (_probes.IsEmpty)
            return;
        foreach (var sample in image)
        {
            if (sample.Quality == Quality.Measured && _probes.TryGetValue(sample.MeterIndex, out var probe))
                probe.Take(sample.Instant, sample.Values[probe.Register], PowerOf(sample));
        }
    }

    /// <summary>What is known just before a switch point is switched.</summary>
    /// <param name="levels">For a lamp: from which level to which.</param>
    public ProofSubject SubjectOf(
        ActuatorPlan plan, SwitchOperation operation, LevelChange? levels, DateTimeOffset now)
    {
        var draw = ProbeOf(plan.Below)?.PowerAt(now, PowerAgeMax);
        return new(now, plan.Travel)
        {
            Restoring = operation == SwitchOperation.Restore,
            HasFeedback = plan.HasFeedback,
            Rating = plan.Resource == Resource.Electricity && plan.Below is not null ? plan.Rating : 0,
            DrawBefore = draw,
            AboveBefore = ProbeOf(plan.Above)?.PowerAt(now, PowerAgeMax),
            PulseSpacing = plan.Resource == Resource.Water ? ProbeOf(plan.Below)?.Spacing(now - FlowBehind) : null,
            Level = levels?.To,
            ExpectedChange = plan is LevelPlan level && levels is not null ? level.ExpectedChange(levels, draw) : null,
        };
    }

    /// <summary>What was seen near a switch point since it was switched, and later than what is known of it.</summary>
    public ImmutableArray<Observation> Seen(ActuatorPlan plan, Circuit circuit, DateTimeOffset now)
    {
        if (circuit.SwitchedAt is not { } switched)
            return [];
        var seen = ImmutableArray.CreateBuilder<Observation>();
        if (plan.Resource == Resource.Water)
        {
            if (ProbeOf(plan.Below) is { } flow)
                seen.AddRange(flow.PulsesAfter(switched).Select(at => new Observation(at, ObservationKind.Pulse)));
        }
        else
        {
            Add(ProbeOf(plan.Below), ObservationKind.PowerBelow);
            Add(ProbeOf(plan.Above), ObservationKind.PowerAbove);
        }
        return [.. seen.Where(one => one.At <= now && !circuit.Seen.Contains(one))];

        void Add(Probe? probe, ObservationKind kind)
        {
            if (probe?.Power is { } power && power.At > switched)
                seen.Add(new(power.At, kind, power.Watts));
        }
    }

    /// <summary>
    /// How long readings of the meter below have covered since an instant, from the first one after it to the last.
    /// </summary>
    public TimeSpan WatchedSince(ActuatorPlan plan, DateTimeOffset from) =>
        ProbeOf(plan.Below)?.CoveredAfter(from) ?? TimeSpan.Zero;

    /// <summary>
    /// What the meter directly below read last, W; null where there is none, or where it read nothing since an
    /// instant, if one is given.
    /// </summary>
    public long? PowerBelow(ActuatorPlan plan, DateTimeOffset now, DateTimeOffset? since = null) =>
        plan.Resource == Resource.Electricity && ProbeOf(plan.Below) is { Power: { } power } probe
            && (since is null || power.At > since)
            ? probe.PowerAt(now, PowerAgeMax)
            : null;

    private Probe? ProbeOf(PointId? point) =>
        point is { } id && _points.TryGetValue(id, out var found) ? _probes[found.MeterIndex] : null;

    private long? PowerOf(Sample sample)
    {
        var layout = _commissioned.Layouts[sample.MeterIndex];
        for (var i = 0; i < layout.Length; i++)
        {
            if (layout[i].Quantity == Quantity.Power)
                return sample.Values[i] is { } count ? (long)Math.Round(layout[i].ToDouble(count)) : null;
        }
        return null;
    }

    /// <summary>The last readings of one meter: its counter over an hour, its power once.</summary>
    private sealed class Probe(int register)
    {
        private readonly List<(DateTimeOffset At, long Count)> _counts = [];

        public int Register => register;

        public (DateTimeOffset At, long Watts)? Power { get; private set; }

        public void Take(DateTimeOffset at, long? count, long? watts)
        {
            if (watts is { } shown && (Power is null || at > Power.Value.At))
                Power = (at, shown);
            if (count is not { } counted || (_counts.Count > 0 && at <= _counts[^1].At))
                return;
            _counts.Add((at, counted));
            // One reading before the hour is kept: the line to it covers its beginning.
            while (_counts.Count > 2 && _counts[1].At < at - FlowBehind)
                _counts.RemoveAt(0);
        }

        public long? PowerAt(DateTimeOffset now, TimeSpan ageMax) =>
            Power is { } power && now - power.At <= ageMax ? power.Watts : null;

        /// <summary>
        /// The mean time between two counts, no shorter than polls are apart; null when nothing flowed.
        /// </summary>
        public TimeSpan? Spacing(DateTimeOffset since)
        {
            var behind = _counts.Where(read => read.At >= since).ToList();
            if (behind.Count < 2 || behind[^1].Count <= behind[0].Count)
                return null;
            var mean = (behind[^1].At - behind[0].At) / (behind[^1].Count - behind[0].Count);
            return mean > Proof.PollPeriod ? mean : Proof.PollPeriod;
        }

        /// <summary>
        /// Counts that were made after an instant, each at the earliest it can have been: the reading before it.
        /// </summary>
        public IEnumerable<DateTimeOffset> PulsesAfter(DateTimeOffset instant)
        {
            for (var i = 1; i < _counts.Count; i++)
            {
                if (_counts[i - 1].At > instant && _counts[i].Count > _counts[i - 1].Count)
                    yield return _counts[i - 1].At;
            }
        }

        public TimeSpan CoveredAfter(DateTimeOffset instant)
        {
            var first = _counts.FindIndex(read => read.At > instant);
            return first < 0 ? TimeSpan.Zero : _counts[^1].At - _counts[first].At;
        }
    }
}
