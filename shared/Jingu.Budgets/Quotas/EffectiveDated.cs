using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Budgets.Quotas;

/// <summary>A value and the local day from which it holds.</summary>
public sealed record Dated<T>(LocalDate From, T Value);

/// <summary>
/// Values by the day from which each holds until the next one. Immutable, safe from any thread.
/// </summary>
public sealed class EffectiveDated<T>
{
    /// <param name="recorded">
    /// In the order in which they were recorded: of several that hold from the same day, the last one replaces the
    /// others.
    /// </param>
    public EffectiveDated(IEnumerable<Dated<T>> recorded)
    {
        var steps = new SortedDictionary<LocalDate, Dated<T>>();
        foreach (var step in recorded)
            steps[step.From] = step;
        Steps = [.. steps.Values];
    }

    /// <summary>Rising days, each once.</summary>
    public ImmutableArray<Dated<T>> Steps { get; }

    /// <summary>What holds on a day; null before the first value.</summary>
    public Dated<T>? At(LocalDate day) => Steps.LastOrDefault(step => step.From <= day);

    /// <summary>These values until the others begin, the others from there on.</summary>
    public EffectiveDated<T> Until(EffectiveDated<T> others) =>
        others.Steps is [var first, ..]
            ? new([.. Steps.TakeWhile(step => step.From < first.From), .. others.Steps])
            : this;
}
