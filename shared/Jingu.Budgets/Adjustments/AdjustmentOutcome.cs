namespace Jingu.Budgets.Adjustments;

/// <summary>What came of an order.</summary>
public abstract record AdjustmentOutcome
{
    private AdjustmentOutcome()
    {
    }

    /// <param name="Book">The book with it.</param>
    public sealed record Added(AdjustmentBook Book, Adjustment Adjustment) : AdjustmentOutcome;

    /// <param name="Field">Which part of the order is wrong, by its name in imports.</param>
    /// <param name="Why">A sentence for whoever entered it; goes after the field's name.</param>
    public sealed record Refused(string Field, string Why) : AdjustmentOutcome;
}
