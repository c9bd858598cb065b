namespace Jingu.Simulators.Loads;

/// <summary>
/// Numbers from 0 to below 1 that depend on nothing but a seed, a name and an index: asking in another order, or not at
/// all, changes none of them. SplitMix64 (Steele, Lea, Flood 2014) over an FNV-1a hash of the name.
/// </summary>
internal readonly struct Noise
{
    private readonly ulong _key;

    private Noise(ulong key) => _key = key;

    public static Noise Of(ulong seed, string name)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var letter in name)
                hash = (hash ^ letter) * 1099511628211UL;
            return new(Mix(seed ^ Mix(hash)));
        }
    }

    /// <summary>The number at an index.</summary>
    public double At(long index)
    {
        unchecked
        {
            return (Mix(_key + ((ulong)index * 0x9E3779B97F4A7C15UL)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>Slides from the number at one whole index to the next.</summary>
    public double Smooth(double at)
    {
        var floor = Math.Floor(at);
        var index = (long)floor;
        return At(index) + ((at - floor) * (At(index + 1) - At(index)));
    }

    /// <summary>
    /// A whole number that is <paramref name="value"/> on average: rounds up as often as its fraction says.
    /// </summary>
    public long Whole(double value, long index)
    {
        var floor = Math.Floor(value);
        return (long)floor + (At(index) < value - floor ? 1 : 0);
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15UL;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
