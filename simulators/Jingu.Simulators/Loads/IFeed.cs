using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>How much of a load flows, over time. Instants are milliseconds since 1970. Safe from any thread.</summary>
internal interface IFeed
{
    /// <summary>All of it, in thousandths.</summary>
    const int Whole = 1000;

    /// <summary>When it changed, in order of time.</summary>
    ImmutableArray<long> Changes { get; }

    /// <summary>Thousandths of the load that flow from this instant on.</summary>
    int ShareAt(long instant);
}
