using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Allocation;

/// <summary>
/// A unit's part of a shared meter, the measured and the allocated one kept apart: their sum is for statements, and
/// only <see cref="Measured"/> may ever cut anything.
/// </summary>
/// <param name="Measured">Wh or L by its own sub-meters.</param>
/// <param name="Allocated">Wh or L by a rule.</param>
public sealed record AllocatedUse(UnitId Unit, long Measured, long Allocated)
{
    /// <summary>What the unit answers for in statements and rankings.</summary>
    public long Total => Measured + Allocated;
}

/// <summary>What became of everything a shared meter counted.</summary>
/// <param name="Uses">One for each party, in the parties' order.</param>
/// <param name="Unallocated">
/// The signed rest that makes up the balance: what no rule gave to anybody, or below zero what the sub-meters counted
/// more than the shared meter did. Nobody answers for it.
/// </param>
public sealed record SharedUse(long Main, ImmutableArray<AllocatedUse> Uses, long Unallocated);
