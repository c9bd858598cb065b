namespace Jingu.Budgets.Pulses;

/// <summary>
/// A dial that a person has read, and where the register stood then. The next dial reading is held against it.
/// </summary>
/// <param name="DialThousandths">The dial, thousandths of a Wh or L.</param>
/// <param name="RegisterThousandths">The register at that moment.</param>
public sealed record Dial(long DialThousandths, long RegisterThousandths)
{
    /// <summary>
    /// How much more the dial has counted since than the register, thousandths of a Wh or L: pulses that were lost, or
    /// with a minus, pulses that were none.
    /// </summary>
    public long DriftAt(long dialThousandths, long registerThousandths) =>
        dialThousandths - DialThousandths - (registerThousandths - RegisterThousandths);
}
