namespace Jingu.Contracts.Ids;

/// <summary>
/// Names one lighting zone of the commissioning. See <see cref="IdText"/> for the characters allowed.
/// </summary>
public readonly record struct ZoneId
{
    public ZoneId(string value) => Value = IdText.Checked(value, "lighting zone");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
