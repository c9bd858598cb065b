using System.Collections.Immutable;

namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>The scalings of a sample as a key to look up by, without building text or bytes for every sample.</summary>
internal readonly struct ScalingsKey(ImmutableArray<StoredValue> values) : IEquatable<ScalingsKey>
{
    private readonly ImmutableArray<StoredValue> _values = values;

    public bool Equals(ScalingsKey other)
    {
        if (_values.Length != other._values.Length)
            return false;
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i].Scaling != other._values[i].Scaling)
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => obj is ScalingsKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (scaling, _) in _values)
            hash.Add(scaling);
        return hash.ToHashCode();
    }
}
