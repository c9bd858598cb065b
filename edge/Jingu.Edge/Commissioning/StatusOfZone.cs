using System.Collections.Immutable;
using System.Globalization;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Journal;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Commissioning;

/// <summary>A lighting zone as it was decided last.</summary>
/// <param name="Kept">What the gateway's file keeps; null: it has not decided yet.</param>
internal sealed record StatusOfZone(ZonePlan Plan, KeptZone? Kept)
{
    public static ImmutableArray<StatusOfZone> Of(CommissioningPlan plan, JournalStore journal)
    {
        if (plan.Zones.IsEmpty)
            return [];
        var kept = journal.ReadZones();
        return [.. plan.Zones.Select(zone => new StatusOfZone(zone, kept.GetValueOrDefault(zone.Id)))];
    }

    /// <summary>The light wanted and why, in a sentence.</summary>
    public string Sentence => Kept is { } kept
        ? ZoneEvents.Sentence(Plan.Name, kept.State.Light, kept.Reason) + OrderOf(kept.State.Choice)
        : $"{Plan.Name} was not decided yet: none of its lamps has been read.";

    /// <summary>Sensors that are not believed, each with its fault.</summary>
    public IEnumerable<string> Failed
    {
        get
        {
            if (Kept is not { State: { } state })
                return [];
            return Plan.Presence.Zip(state.Presence).Concat(Plan.Light.Zip(state.Lux))
                .Where(pair => pair.Second.Fault != SensorFault.None)
                .Select(pair => $"{pair.First} {ZoneEvents.NameOf(pair.Second.Fault)}");
        }
    }

    private static string OrderOf(HandChoice? choice) => choice is { Order: { } order }
        ? string.Create(CultureInfo.InvariantCulture, $" By order of {order.By} until {choice.Until:u}.")
        : "";
}
