using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Lighting;

namespace Jingu.Simulators.Campus;

/// <summary>The lit office floor: whose it is, behind which port its sensors and lamps hang, and its zones.</summary>
internal sealed record FloorPlan(UnitId Unit, PortPlan Port, ImmutableArray<LitZonePlan> Zones)
{
    /// <summary>The module whose inputs presence sensors and wall switches are wired to.</summary>
    public const string Inputs = "floor-inputs";

    /// <summary>The gateway's own lines, by their device and chip.</summary>
    public const string Lines = "floor-lines";

    /// <summary>The gateway's I2C bus.</summary>
    public const int Bus = 1;

    /// <summary>How many of the gateway's lines are wired, from 0.</summary>
    public int LinesUsed => Zones.SelectMany(zone => zone.Wires).OfType<SensorWire.Line>().Count();
}

/// <summary>A zone of the floor and how it is wired.</summary>
/// <param name="Light">The meter that counts its lamps and nothing else.</param>
/// <param name="Lux">Null: it has no light sensor.</param>
/// <param name="Wall">Null: it has no switch.</param>
internal sealed record LitZonePlan(
    OfficeZone Room, OutputPlan Lamps, MeterId Light, SensorWire Presence, SensorWire? Lux, SensorWire? Wall)
{
    public IEnumerable<SensorWire> Wires => new[] { Presence, Lux, Wall }.OfType<SensorWire>();

    public string PresenceName => $"pir-{Room.Id}";

    public string LuxName => $"lux-{Room.Id}";

    public string WallName => $"wall-{Room.Id}";
}

/// <summary>Where a sensor or wall switch is wired.</summary>
internal abstract record SensorWire
{
    private SensorWire()
    {
    }

    /// <summary>An input of the module, from 0; a switch there stays where it is put.</summary>
    internal sealed record Input(int Number) : SensorWire;

    /// <summary>A line of the gateway, from 0; a switch there is a push button.</summary>
    internal sealed record Line(int Offset) : SensorWire;

    /// <summary>A BH1750 on the gateway's bus.</summary>
    internal sealed record Part(int Address) : SensorWire;

    /// <summary>A sensor that is read as a meter.</summary>
    internal sealed record Ceiling(MeterId Meter) : SensorWire;
}
