using System.Collections.Frozen;
using System.Globalization;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Campus;

/// <summary>
/// What the campus has served on the wire: the one witness that the report is held against. Values come from the
/// simulator's own decoder, reading the registers that left. Wh and L of the primary side. Safe from any thread.
/// </summary>
internal sealed class RegisterLog
{
    private readonly FrozenDictionary<PointId, RegisterTrack> _points;
    private readonly FrozenDictionary<MeterId, AnsweredTrack> _meters;

    public RegisterLog(CampusPlan plan)
    {
        _points = plan.Points.ToFrozenDictionary(point => point.Id, _ => new RegisterTrack());
        _meters = plan.Meters.ToFrozenDictionary(meter => meter.Id, _ => new AnsweredTrack());
    }

    /// <summary>
    /// Meter-instants whose counter was served. A meter read by several requests, or again, at one instant counts once.
    /// </summary>
    public long AnsweredCount => _meters.Values.Sum(meter => meter.Count);

    /// <summary>Instants at which one meter's counter was served.</summary>
    public long AnsweredCountOf(MeterId meter) => _meters[meter].Count;

    /// <summary>A meter has served a counter of itself.</summary>
    public void Answered(MeterId meter, DateTimeOffset instant) =>
        _meters[meter].Add(instant.ToUnixTimeMilliseconds());

    /// <summary>The register of a point was served.</summary>
    public void Served(PointId point, DateTimeOffset instant, long register) =>
        _points[point].Add(instant.ToUnixTimeMilliseconds(), register);

    /// <summary>
    /// How far a register rose between two boundaries: what it was served as at the boundary, or else on the straight
    /// line between the instants served before and after it, rounded down to whole Wh or L. False, and why, when one of
    /// them is not covered.
    /// </summary>
    public bool TryDelta(PointId point, DateTimeOffset from, DateTimeOffset to, out long delta, out string why)
    {
        (delta, why) = (0, "");
        if (RegisterAt(point, from) is not { } start)
            why = NotCovered(point, from);
        else if (RegisterAt(point, to) is not { } end)
            why = NotCovered(point, to);
        else
            delta = end - start;
        return why.Length == 0;
    }

    /// <summary>The register at a boundary, by the same rule; nothing when it is not covered.</summary>
    public long? RegisterAt(PointId point, DateTimeOffset boundary) =>
        _points[point].At(boundary.ToUnixTimeMilliseconds());

    public DateTimeOffset? FirstServed(PointId point) => Instant(_points[point].First);

    public DateTimeOffset? LastServed(PointId point) => Instant(_points[point].Last);

    /// <summary>Whether every point was served at or before an instant.</summary>
    public bool ServedBefore(DateTimeOffset from) =>
        _points.Values.All(track => track.First <= from.ToUnixTimeMilliseconds());

    /// <summary>Whether every point was served at or after an instant.</summary>
    public bool ServedAtOrAfter(DateTimeOffset to) =>
        _points.Values.All(track => track.Last >= to.ToUnixTimeMilliseconds());

    /// <summary>The points that were not served at or after an instant yet.</summary>
    public IEnumerable<PointId> NotServedAtOrAfter(DateTimeOffset to) =>
        _points.Where(pair => !(pair.Value.Last >= to.ToUnixTimeMilliseconds())).Select(pair => pair.Key);

    private static DateTimeOffset? Instant(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private string NotCovered(PointId point, DateTimeOffset boundary) =>
        FirstServed(point) is { } first
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{point} was served from {first:u} to {LastServed(point):u} only, which does not cover {boundary:u}.")
            : $"{point} was never served.";

    private sealed class AnsweredTrack
    {
        private readonly Lock _gate = new();
        private long _count;
        private long _last = long.MinValue;

        public long Count => Interlocked.Read(ref _count);

        public void Add(long instant)
        {
            lock (_gate)
            {
                if (instant <= _last)
                    return;
                _last = instant;
                _count++;
            }
        }
    }
}
