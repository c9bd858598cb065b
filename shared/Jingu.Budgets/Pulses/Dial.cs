namespace Jingu.Budgets.Pulses;

/// <summary>
/// A dial that a person has read, and where the register stood then. The next dial reading is held against it. Both in
/// thousandths of a Wh or L, before any multiplier.
/// </summary>
/// <param name="DialThousandths">The dial.</param>
/// <param name="RegisterThousandths">The register at that moment.</param>
/// <param name="DoubtThousandths">
/// How far the two may lie apart although no pulse was lost: the dial's last digit, the pulse under way, and what
/// passed between the two readings of the register that the moment lies between.
/// </param>
public sealed record Dial(long DialThousandths, long RegisterThousandths, long DoubtThousandths = 0)
{
    /// <summary>
    /// How much more the dial has counted than the register until a later reading, thousandths of a Wh or L: pulses
    /// that were lost, or with a minus, pulses that were none.
    /// </summary>
    public long DriftAt(Dial later) =>
        later.DialThousandths - DialThousandths - (later.RegisterThousandths - RegisterThousandths);

    /// <summary>True when a drift is more than both readings leave in doubt.</summary>
    public bool IsDrift(Dial later) => Math.Abs(DriftAt(later)) > DoubtThousandths + later.DoubtThousandths;
}
