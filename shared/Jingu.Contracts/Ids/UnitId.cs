namespace Jingu.Contracts.Ids;

/// <summary>Names a unit: an agency that has a budget. See <see cref="IdText"/> for the characters allowed.</summary>
public readonly record struct UnitId
{
    public UnitId(string value) => Value = IdText.Checked(value, "unit");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
