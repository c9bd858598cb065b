namespace Jingu.Contracts.Ids;

/// <summary>
/// Names one physical meter; a replaced meter has another id. See <see cref="IdText"/> for the characters allowed.
/// </summary>
public readonly record struct MeterId
{
    public MeterId(string value) => Value = IdText.Checked(value, "meter");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
