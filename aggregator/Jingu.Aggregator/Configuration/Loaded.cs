using System.Collections.Immutable;

namespace Jingu.Aggregator.Configuration;

/// <summary>What came of loading a configuration file: all of it, or everything that is wrong with it.</summary>
internal abstract record Loaded<T>
{
    private Loaded()
    {
    }

    public sealed record Ok(T Value) : Loaded<T>;

    /// <param name="Complaints">Sentences with file, line and key, in the order of the file.</param>
    public sealed record Failed(ImmutableArray<string> Complaints) : Loaded<T>;
}
