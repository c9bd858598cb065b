namespace Jingu.Lines;

/// <summary>One change of an input.</summary>
/// <param name="IsActive">The level after it.</param>
/// <param name="At">When, on a clock that runs evenly; only differences within one line mean something.</param>
/// <param name="Sequence">
/// Its number among the line's edges, from 1. A hole means edges that nobody can describe any more, but that happened.
/// </param>
public readonly record struct LineEdge(bool IsActive, TimeSpan At, long Sequence);
