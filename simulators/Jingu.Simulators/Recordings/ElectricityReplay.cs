using NodaTime;
using NodaTime.Text;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Recordings;

/// <summary>Lays a recorded building on the slots of a unit, scaled so that the month's sum suits the unit.</summary>
internal sealed class ElectricityReplay(RecordedBuilding recorded, Slots slots, long monthFirstHour, long monthLastHour)
{
    private const int SlotMinutes = 60 / Slots.PerHour;

    private readonly List<long> _continued = [];

    /// <summary>
    /// Hours of the month that are blank in the recording and continue the hour before, by the site's clock.
    /// </summary>
    public IEnumerable<string> ContinuedHours => _continued.Select(hour =>
        LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm")
            .Format(new LocalDate(1970, 1, 1).AtMidnight().PlusHours(hour)));

    /// <summary>kWh that the recording holds in the month; blank hours count for nothing here.</summary>
    public double MonthSum => recorded.Hours
        .Where(pair => pair.Key >= monthFirstHour && pair.Key < monthLastHour)
        .Sum(pair => pair.Value ?? 0);

    /// <summary>Wh in each slot: whole Wh in each hour, spread evenly over it.</summary>
    /// <param name="monthEnergy">Wh that the month should come to, within the rounding of its hours.</param>
    public long[] Energy(long monthEnergy)
    {
        var wattHours = WholeHours(monthEnergy / MonthSum);
        return slots.Fill(slot =>
        {
            var energy = wattHours[slot.LocalMinutes / 60];
            var part = slot.LocalMinutes % 60 / SlotMinutes;
            return (energy * (part + 1) / Slots.PerHour) - (energy * part / Slots.PerHour);
        });
    }

    private Dictionary<long, long> WholeHours(double scale)
    {
        var wattHours = new Dictionary<long, long>();
        var before = recorded.Hours.Where(pair => pair.Value is not null).MinBy(pair => pair.Key).Value;
        for (var hour = slots[0].LocalMinutes / 60; hour <= slots[slots.Count - 1].LocalMinutes / 60; hour++)
        {
            var value = recorded.Hours.GetValueOrDefault(hour);
            if (value is null && hour >= monthFirstHour && hour < monthLastHour)
                _continued.Add(hour);
            before = value ?? before;
            wattHours[hour] = (long)Math.Floor(before.GetValueOrDefault() * scale);
        }

        return wattHours;
    }
}
