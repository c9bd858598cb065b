using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Timetables;

namespace Jingu.Lighting.Zones;

/// <summary>
/// Lamps that are lit as one, by rules. A lamp that is not declared switchable, or that feeds anything but ordinary
/// light, belongs to no zone: such a zone cannot be made, so nothing can address an emergency luminaire by it.
/// Immutable.
/// </summary>
public sealed record Zone
{
    /// <summary>The most lamps, as many as a DALI line has addresses.</summary>
    public const int LampsMax = 64;

    /// <summary>The most sensors of a kind.</summary>
    public const int SensorsMax = 16;

    /// <summary>Throws <see cref="ArgumentException"/>, with everything that is wrong, where it may not be.</summary>
    /// <param name="lamps">1 to 64 lamps or declared groups, as the gate knows them.</param>
    /// <param name="presenceSensors">How many sensors see people, 0 to 16.</param>
    /// <param name="luxSensors">How many sensors see light, 0 to 16.</param>
    public Zone(
        ZoneId id, ImmutableArray<SwitchPoint> lamps, ZoneRules rules, LightingSite site, int presenceSensors,
        int luxSensors)
    {
        var faults = Faults(lamps, rules, site, presenceSensors, luxSensors);
        if (faults.Length > 0)
            throw new ArgumentException($"Lighting zone {id}: {string.Join("; ", faults)}.", nameof(lamps));
        (Id, Lamps, Rules, Site) = (id, lamps, rules, site);
        (PresenceSensors, LuxSensors) = (presenceSensors, luxSensors);
    }

    public ZoneId Id { get; }

    public ImmutableArray<SwitchPoint> Lamps { get; }

    public ZoneRules Rules { get; }

    public LightingSite Site { get; }

    public int PresenceSensors { get; }

    public int LuxSensors { get; }

    /// <summary>Why such a zone may not be, a sentence each; empty when it may.</summary>
    public static ImmutableArray<string> Faults(
        ImmutableArray<SwitchPoint> lamps, ZoneRules rules, LightingSite site, int presenceSensors, int luxSensors)
    {
        var faults = rules.Faults().ToBuilder();
        if (lamps.IsDefault || lamps.Length is < 1 or > LampsMax)
            faults.Add($"it must have 1 to {LampsMax} lamps or groups");
        foreach (var lamp in lamps.IsDefault ? [] : lamps)
        {
            if (lamp.Lamp is null)
                faults.Add($"{lamp.Id} is no lamp");
            else if (!lamp.Switchable || lamp.Feeds.IsEmpty || lamp.Feeds.Any(kind => kind != CircuitKind.Ordinary))
                faults.Add($"{lamp.Id} is not declared switchable and ordinary: leave it out, no rule may address it");
        }
        if (!lamps.IsDefault && lamps.Select(lamp => lamp.Id).Distinct().Count() < lamps.Length)
            faults.Add("it names a lamp twice");
        if (presenceSensors is < 0 or > SensorsMax || luxSensors is < 0 or > SensorsMax)
            faults.Add($"it has at most {SensorsMax} sensors of a kind");
        if (rules.Absence is not null && presenceSensors < 1)
            faults.Add("absence needs a sensor that sees people");
        if (rules.Daylight is not null && luxSensors < 1)
            faults.Add("daylight needs a sensor that sees light");
        if (rules.NeedsSun && !site.HasSun)
            faults.Add("a window by the sun needs the site's coordinates");
        return faults.ToImmutable();
    }
}
