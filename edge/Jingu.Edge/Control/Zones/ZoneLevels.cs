using Jingu.Edge.Commissioning;
using Jingu.Lighting.Zones;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Control.Zones;

/// <summary>From the light that a zone wants to the level that a lamp is told, and back. Pure.</summary>
internal static class ZoneLevels
{
    /// <summary>
    /// The level of this lamp for a light: off for none; else never below its lowest, and never above what a ladder
    /// leaves.
    /// </summary>
    /// <param name="light">Thousandths of full light.</param>
    /// <param name="cap">The level to which a ladder dims it; null: none does.</param>
    public static int LevelOf(LampPlan lamp, int light, int? cap)
    {
        if (light <= 0)
            return 0;
        var level = lamp.Curve.LevelOfLight(light);
        return int.Min(int.Max(level, lamp.Point.Lamp!.Minimum), cap ?? lamp.Curve.Full);
    }

    /// <summary>
    /// The light of lamps that stand at these levels, thousandths: that of the brightest; null where none is known.
    /// </summary>
    public static int? Shown(IEnumerable<(LightCurve Curve, int? Level)> lamps)
    {
        int? most = null;
        foreach (var (curve, level) in lamps)
        {
            if (level is { } known && known <= curve.Full)
                most = int.Max(most ?? 0, curve.LightOf(known));
        }
        return most;
    }

    /// <summary>The most light that caps leave a zone, thousandths; null where one of its lamps has none.</summary>
    public static int? Cap(IEnumerable<(LampPlan Lamp, int? Cap)> lamps)
    {
        var most = 0;
        foreach (var (lamp, cap) in lamps)
        {
            if (cap is not { } level)
                return null;
            most = int.Max(most, lamp.Curve.LightOf(level));
        }
        return int.Clamp(most, 1, ZoneRules.Whole);
    }
}
