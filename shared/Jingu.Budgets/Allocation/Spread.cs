using System.Collections.Immutable;

namespace Jingu.Budgets.Allocation;

/// <summary>Divides a whole into integers that add up to it: the method of the largest remainder.</summary>
public static class Spread
{
    /// <summary>
    /// Shares in the order of the weights. Each is its exact share rounded down, or one more where the exact share's
    /// fraction is among the largest; of equal fractions the earlier one comes first. They add up to the whole.
    /// </summary>
    /// <param name="whole">Wh or L, not negative.</param>
    /// <param name="weights">Not negative; at least one above zero, unless the whole is zero.</param>
    /// <exception cref="ArgumentException">There is something to divide and nobody to take it.</exception>
    public static ImmutableArray<long> Over(long whole, IReadOnlyList<Int128> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(whole);
        var sum = Int128.Zero;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight);
            sum += weight;
        }
        if (whole == 0)
            return [.. weights.Select(_ => 0L)];
        if (sum == 0)
            throw new ArgumentException("Nothing takes a share: every weight is zero.", nameof(weights));
        var shares = weights.Select(weight => (long)(whole * weight / sum)).ToArray();
        var left = (int)(whole - shares.Sum());
        foreach (var index in Enumerable.Range(0, shares.Length)
            .OrderByDescending(index => whole * weights[index] % sum).ThenBy(index => index).Take(left))
        {
            shares[index]++;
        }
        return [.. shares];
    }
}
