using System.Collections.Immutable;

namespace Jingu.Budgets.Carbon;

/// <param name="Rank">1 for the smallest part of its budget used; equal parts share a rank.</param>
public sealed record RankedLine(int Rank, CarbonLine Line);

/// <summary>Ranks units by the part of their carbon budget that they used.</summary>
public static class CarbonRanking
{
    /// <summary>
    /// Compared as exact fractions. Equal parts come in the given order; a unit without budget that used something
    /// comes last.
    /// </summary>
    public static ImmutableArray<RankedLine> Of(IEnumerable<CarbonLine> lines)
    {
        var ranked = ImmutableArray.CreateBuilder<RankedLine>();
        foreach (var line in lines.Order(Comparer<CarbonLine>.Create(Compare)))
        {
            var rank = ranked.Count > 0 && Compare(ranked[^1].Line, line) == 0 ? ranked[^1].Rank : ranked.Count + 1;
            ranked.Add(new(rank, line));
        }
        return ranked.ToImmutable();
    }

    private static int Compare(CarbonLine left, CarbonLine right) => (left.BudgetGrams, right.BudgetGrams) switch
    {
        (0, 0) => left.UsedGrams.CompareTo(right.UsedGrams),
        (0, _) => left.UsedGrams == 0 ? 0L.CompareTo(right.UsedGrams) : 1,
        (_, 0) => -Compare(right, left),
        _ => ((Int128)left.UsedGrams * right.BudgetGrams).CompareTo((Int128)right.UsedGrams * left.BudgetGrams),
    };
}
