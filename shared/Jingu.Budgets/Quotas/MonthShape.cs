using System.Collections.Immutable;

namespace Jingu.Budgets.Quotas;

/// <summary>How a year's quota falls on its months, and a month's on its days.</summary>
public sealed record MonthShape
{
    /// <summary>Thousandths of the quota for a month in which it holds unchanged.</summary>
    public const int Whole = 1000;

    public const int SeasonMax = 10_000;
    public const int WeightMax = 1000;

    /// <summary>Every month the whole quota, every day alike.</summary>
    public static readonly MonthShape Even = new(
        [.. Enumerable.Repeat(Whole, 12)], 1, 1, "no month shape was imported: every month and day alike");

    /// <param name="season">Thousandths of the quota for January to December, 0 to 10,000 each.</param>
    /// <param name="workingDay">What a working day weighs within its month, 1 to 1000.</param>
    /// <param name="restDay">What a day of rest weighs, 1 to 1000.</param>
    /// <param name="source">Where it comes from, for an auditor.</param>
    public MonthShape(ImmutableArray<int> season, int workingDay, int restDay, string source)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(season.Length, 12);
        foreach (var factor in season)
            ThrowIfOutside(factor, 0, SeasonMax);
        ThrowIfOutside(workingDay, 1, WeightMax);
        ThrowIfOutside(restDay, 1, WeightMax);
        (Season, WorkingDay, RestDay, Source) = (season, workingDay, restDay, source);
    }

    /// <summary>Thousandths of the quota, January first.</summary>
    public ImmutableArray<int> Season { get; }

    public int WorkingDay { get; }

    public int RestDay { get; }

    public string Source { get; }

    public int WeightOf(DayKind kind) => kind == DayKind.Working ? WorkingDay : RestDay;

    private static void ThrowIfOutside(int value, int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max);
    }
}
