using Jingu.Contracts.Ids;

namespace Jingu.Edge.Budgets;

/// <summary>What a declaration says. Numbers are stored.</summary>
internal enum DeclarationKind
{
    /// <summary>A meter was replaced; both registers were read.</summary>
    Replaced = 1,
    /// <summary>The register is right.</summary>
    Believed = 2,
    /// <summary>The register counts on from where it stands.</summary>
    NewBase = 3,
    /// <summary>A dial was read beside the register that pulses make.</summary>
    DialRead = 4,
}

/// <summary>How far a declaration has come. Numbers are stored.</summary>
internal enum DeclarationState
{
    Waiting = 0,
    Applied = 1,
    Refused = 2,
}

/// <summary>
/// What a person said of a register by <c>jingu-edge replace-meter</c>, <c>settle</c> or <c>reconcile</c>, or by a
/// signed command: a durable row that the gateway takes up with its next tick. Never changed, only answered.
/// </summary>
/// <param name="Number">From 1, given by the store; 0 before.</param>
/// <param name="Made">When it was made, UTC.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="Point">The metering point.</param>
/// <param name="Case">The case it settles; null: whatever the ledger's state is.</param>
internal sealed record Declaration(
    long Number, DateTimeOffset Made, string By, string Reason, PointId Point, long? Case, DeclarationKind Kind)
{
    /// <summary>When it happened, UTC; null: where the doubt began, or when it is applied.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// What the old meter showed, or the dial; Wh or L before any multiplier, with the decimals that were read.
    /// </summary>
    public decimal Closing { get; init; }

    /// <summary>Of a replacement: what the new meter showed, Wh or L before any multiplier.</summary>
    public decimal Opening { get; init; }

    /// <summary>Of a new base: what was used meanwhile, Wh or L.</summary>
    public long Amount { get; init; }

    /// <summary>Of a replacement: the new meter; null: the one that is commissioned when it is applied.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Of a replacement: the new meter's serial number; empty when not given.</summary>
    public string Serial { get; init; } = "";

    /// <summary>The signed command that it came by; null: it was made on this machine.</summary>
    public OrderedBy? Order { get; init; }

    public DeclarationState State { get; init; }

    /// <summary>The gateway's answer, a sentence; empty while it waits.</summary>
    public string Answer { get; init; } = "";
}

/// <summary>A signed command that declares something.</summary>
/// <param name="Command">Its id.</param>
/// <param name="Journal">The journal that the ledger stood on when it was ordered.</param>
/// <param name="Epoch">The ledger's epoch then.</param>
/// <param name="NotAfter">After this it does nothing.</param>
internal sealed record OrderedBy(string Command, string Journal, int Epoch, DateTimeOffset NotAfter);

/// <summary>The gateway's answer to a declaration.</summary>
internal sealed record DeclarationAnswer(long Number, DeclarationState State, DateTimeOffset At, string Text)
{
    /// <summary>The command that it answers too; null where there is none.</summary>
    public string? Command { get; init; }
}
