using System.Collections.Immutable;

namespace Jingu.Budgets.Pulses;

/// <summary>A pulse constant and since when it holds.</summary>
/// <param name="PerUnit">Pulses per kWh or m3, 1 to 1,000,000.</param>
public sealed record PulseConstant(DateTimeOffset From, long PerUnit)
{
    /// <summary>
    /// The one in force at an instant; the first before all of them, because a meter that turns counts.
    /// </summary>
    /// <param name="constants">In order of time, at least one.</param>
    public static long InForce(ImmutableArray<PulseConstant> constants, DateTimeOffset at)
    {
        var found = constants[0];
        foreach (var constant in constants)
        {
            if (constant.From <= at)
                found = constant;
        }
        return found.PerUnit;
    }
}
