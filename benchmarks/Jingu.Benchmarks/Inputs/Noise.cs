namespace Jingu.Benchmarks.Inputs;

/// <summary>Numbers without a pattern, the same in every run.</summary>
internal static class Noise
{
    /// <summary>0 to below <paramref name="below"/>, by the finaliser of MurmurHash3 over a place.</summary>
    public static int Of(int below, int first, int second, int third = 0)
    {
        unchecked
        {
            var hash = ((uint)first * 2_654_435_761) + ((uint)second * 2_246_822_519) + ((uint)third * 3_266_489_917);
            hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
            return (int)((hash ^ (hash >> 16)) % (uint)below);
        }
    }
}
