using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;

namespace Jingu.Modbus;

/// <summary>What a meter model measures, whatever it speaks. Immutable.</summary>
public interface IMeterProfile
{
    /// <summary>The name in commissioning files, such as <c>eastron-sdm630</c>.</summary>
    string Name { get; }

    /// <summary>The device that it is a part of; profiles of one device may share an address.</summary>
    string Device { get; }

    /// <summary>False when transformers can change nothing any more: the meter shows the primary side.</summary>
    bool TakesMultiplier { get; }

    /// <summary>How the values of a reading are counted, in the order that a reading has them.</summary>
    ImmutableArray<Scaling> Layout { get; }

    /// <summary>Modulus and maximum rate of the counter at this place of the layout; null when it is none.</summary>
    CounterLimits? LimitsAt(int place);
}
