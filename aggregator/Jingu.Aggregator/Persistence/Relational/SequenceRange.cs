namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>Sequences First to Last, both included.</summary>
internal readonly record struct SequenceRange(long First, long Last);
