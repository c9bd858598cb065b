using System.Collections.Immutable;
using Jingu.Simulators.Lighting;

namespace Jingu.Simulators.Loads;

/// <summary>How much of their full draw the lamps of a zone take, over time, by the light that they give.</summary>
internal sealed class LampDraw(OfficeZone zone, Dimming light) : IFeed
{
    public Dimming Light => light;

    public ImmutableArray<long> Changes => light.Changes;

    public int ShareAt(long instant) => zone.DrawAt(light.ShareAt(instant));
}
