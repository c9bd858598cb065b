using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Budgets;

/// <summary>
/// Which points' counters are missing in what their meters answer, and the events when one goes and comes back. A meter
/// that does not answer at all is <see cref="MeterSilence"/>. Pure.
/// </summary>
internal static class CounterAbsence
{
    /// <param name="absent">Points whose counter was missing in the last answer.</param>
    /// <returns>The same after an image, and what happened in it.</returns>
    public static (ImmutableHashSet<PointId> Absent, ImmutableArray<GatewayEvent> Events) Follow(
        ImmutableHashSet<PointId> absent, Commissioned commissioned, ImmutableArray<Sample> image)
    {
        var next = absent.ToBuilder();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var points = commissioned.Points.ToLookup(point => point.MeterIndex);
        foreach (var sample in image.Where(sample => sample.Quality != Quality.Missing))
        {
            foreach (var point in points[sample.MeterIndex])
            {
                if (!IsRegister(point, sample) && next.Add(point.Id))
                {
                    events.Add(Event(
                        EventKinds.CounterMissing, sample, point, $"{point.Meter} answers, but not with the counter of "
                            + $"{point.Id}: not available, refused, or more than it can show. Nothing is counted until "
                            + "it is back."));
                }
                else if (IsRegister(point, sample) && next.Remove(point.Id))
                {
                    events.Add(Event(
                        EventKinds.CounterBack, sample, point,
                        $"{point.Meter} gives the counter of {point.Id} again."));
                }
            }
        }
        return (next.ToImmutable(), events.ToImmutable());
    }

    /// <summary>False too for a count that no such register shows: below zero, or its modulus and more.</summary>
    private static bool IsRegister(CommissionedPoint point, Sample sample) =>
        sample.Values[point.Register] is { } count && point.Rules.IsRegister(count);

    private static GatewayEvent Event(string kind, Sample sample, CommissionedPoint point, string text) => new(
        kind, sample.Instant, point.Id.Value, text,
        ImmutableSortedDictionary<string, string>.Empty.Add("meter", point.Meter.Value));
}
