using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Budgets;

/// <summary>Which meters do not answer, and the events when one falls silent or comes back. Pure.</summary>
internal static class MeterSilence
{
    /// <param name="silent">Indexes of the meters that did not answer their last poll.</param>
    /// <returns>The same after an image, and what happened in it.</returns>
    public static (ImmutableHashSet<int> Silent, ImmutableArray<GatewayEvent> Events) Follow(
        ImmutableHashSet<int> silent, Commissioned commissioned, ImmutableArray<Sample> image)
    {
        var next = silent.ToBuilder();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        foreach (var sample in image)
        {
            var meter = commissioned.Plan.Meters[sample.MeterIndex].Id.Value;
            if (sample.Quality == Quality.Missing && next.Add(sample.MeterIndex))
                events.Add(Event(EventKinds.MeterSilent, sample, meter, $"{meter} does not answer."));
            else if (sample.Quality != Quality.Missing && next.Remove(sample.MeterIndex))
                events.Add(Event(EventKinds.MeterBack, sample, meter, $"{meter} answers again."));
        }
        return (next.ToImmutable(), events.ToImmutable());
    }

    private static GatewayEvent Event(string kind, Sample sample, string meter, string text) =>
        new(kind, sample.Instant, meter, text, ImmutableSortedDictionary<string, string>.Empty);
}
