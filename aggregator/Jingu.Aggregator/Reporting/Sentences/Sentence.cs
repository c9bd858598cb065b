using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>
/// What is to be said before a language is known: names of words, and what stands in them. The words are in
/// <c>Web/Resources</c>. Immutable; two that say the same are equal.
/// </summary>
/// <param name="Clauses">One after the other; at least one.</param>
internal sealed record Sentence(ImmutableArray<Clause> Clauses)
{
    public static Sentence Of(string words, params ImmutableArray<(string Name, Said Value)> values) =>
        new([new Clause(words, values)]);

    /// <summary>The same, and then something more.</summary>
    public Sentence Then(string words, params ImmutableArray<(string Name, Said Value)> values) =>
        new(Clauses.Add(new(words, values)));

    public bool Equals(Sentence? other) => other is not null && Clauses.SequenceEqual(other.Clauses);

    public override int GetHashCode() => Clauses.Aggregate(0, HashCode.Combine);
}

/// <summary>A part of it that ends with a full stop.</summary>
/// <param name="Words">Name of the words.</param>
/// <param name="Values">By the names that stand in braces in the words; what the words do not name is left out.</param>
internal sealed record Clause(string Words, ImmutableArray<(string Name, Said Value)> Values)
{
    public bool Equals(Clause? other) =>
        other is not null && Words == other.Words && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(
        Words.GetHashCode(StringComparison.Ordinal), (hash, value) => HashCode.Combine(hash, value));
}
