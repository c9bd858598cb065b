using System.Collections.Immutable;

namespace Jingu.Aggregator.Configuration;

/// <summary>What came of loading a configuration file: all of it, or everything that is wrong with it.</summary>
internal abstract record Loaded<T>
{
    private Loaded()
    {
    }

    public sealed record Ok(T Value) : Loaded<T>;

    public sealed record Failed(ImmutableArray<ConfigurationFault> Faults) : Loaded<T>;
}
