namespace Jingu.Contracts.Ids;

/// <summary>
/// Names one relay, contactor or valve of the commissioning. See <see cref="IdText"/> for the characters allowed.
/// </summary>
public readonly record struct SwitchPointId
{
    public SwitchPointId(string value) => Value = IdText.Checked(value, "switch point");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
