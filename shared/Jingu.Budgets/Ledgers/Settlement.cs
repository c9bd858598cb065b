using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Ledgers;

/// <summary>What a person says of a register that no rule explains. Immutable.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>One meter was taken down and another hung up, and both registers were read.</summary>
    /// <param name="At">When; null: where the doubt began, or now.</param>
    /// <param name="Closing">What the old meter showed at the end, base units (Wh, L) before any multiplier.</param>
    /// <param name="Opening">What the new one showed at its begin, likewise.</param>
    /// <param name="Meter">The new meter.</param>
    public sealed record Replaced(DateTimeOffset? At, decimal Closing, decimal Opening, MeterId Meter) : Settlement;

    /// <summary>The register is right: all that it shows was used.</summary>
    public sealed record Believed : Settlement;

    /// <summary>The register counts on from where it stands; meanwhile this much was used.</summary>
    /// <param name="Amount">Wh or L, 0 or more: a person's figure for what no register shows.</param>
    public sealed record NewBase(long Amount) : Settlement;
}

/// <summary>What came of a settlement.</summary>
public abstract record Settled
{
    private Settled()
    {
    }

    /// <param name="Next">The ledger afterwards; it may be in doubt again, of what came after.</param>
    /// <param name="Closed">The intervals that the doubt had held back.</param>
    public sealed record Done(Ledger Next, ImmutableArray<ClosedInterval> Closed) : Settled;

    /// <param name="Why">A sentence that ends with what to do; nothing has changed.</param>
    public sealed record Refused(string Why) : Settled;
}
