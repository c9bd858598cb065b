using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Clock;

/// <summary>
/// The readings of a boot that waited for its offset, ready to be accounted: with instants, in the order that ledgers
/// want, by the meters as they are commissioned now. The entries themselves stay as they are. Pure.
/// </summary>
internal static class HeldReadings
{
    /// <param name="begun">The instant of the boot.</param>
    public static ImmutableArray<Sample> Date(
        IEnumerable<HeldSamples> entries, DateTimeOffset begun,
        Commissioned commissioned) =>
    [
        .. entries
            .Select(held => (Taken: held.Entry.Dated(begun) as Entry.Samples, held.Catalogue))
            .Where(held => held.Taken is not null)
            .SelectMany(held => held.Taken!.Items.Select(sample => Place(sample, held.Catalogue, commissioned)))
            .OfType<Sample>()
            .OrderBy(sample => sample.MeterIndex).ThenBy(sample => sample.Instant),
    ];

    /// <summary>
    /// The sample of the same meter today; null where that is gone or shows other values. Registers are cumulative:
    /// what is left out costs detail, never energy.
    /// </summary>
    private static Sample? Place(Sample sample, Catalogue catalogue, Commissioned commissioned)
    {
        var meter = catalogue.Meters[sample.MeterIndex];
        return commissioned.IndexOf.TryGetValue(meter.Id, out var index)
            && commissioned.Layouts[index].SequenceEqual(meter.Layout)
            ? sample with { MeterIndex = index }
            : null;
    }
}
