namespace Jingu.Contracts.Ids;

/// <summary>
/// Names one adjustment of budgets for good: whoever enters it gives it, so that entering it twice changes nothing. See
/// <see cref="IdText"/> for the characters allowed.
/// </summary>
public readonly record struct AdjustmentId
{
    public AdjustmentId(string value) => Value = IdText.Checked(value, "adjustment");

    /// <summary>The name as written in imports and statements.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
