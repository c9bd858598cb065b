using Jingu.Contracts.Ids;
using Jingu.Lines.I2c;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>What the site declares of a sensor or wall switch of lighting zones. Immutable.</summary>
internal abstract record SensorPlan(string Id)
{
    /// <summary>It sees whether people are there.</summary>
    /// <param name="ActiveIsOccupied">What the input says while it is active.</param>
    internal sealed record Presence(string Id, InputPlan Input, bool ActiveIsOccupied) : SensorPlan(Id);

    /// <summary>A switch at the wall.</summary>
    /// <param name="IsPush">A push button; otherwise each change of its contact is a use.</param>
    internal sealed record Switch(string Id, InputPlan Input, bool IsPush) : SensorPlan(Id);

    /// <summary>A light sensor that is read like a meter.</summary>
    /// <param name="Place">Of the illuminance in the meter's layout.</param>
    internal sealed record LightOfMeter(string Id, MeterId Meter, int Place) : SensorPlan(Id);

    /// <summary>A BH1750 on an I2C bus.</summary>
    /// <param name="Simulator">Who serves it under a bench; null: a bus of this machine.</param>
    internal sealed record LightPart(string Id, I2cAddress Part, (string Host, int Port)? Simulator) : SensorPlan(Id);
}

/// <param name="Board">A device of lines of this machine, or a Modbus device with discrete inputs.</param>
/// <param name="Input">Its input, from 1.</param>
internal sealed record InputPlan(string Board, int Input);
