namespace Jingu.Contracts.Ids;

/// <summary>
/// Names a campus with one time zone and one calendar of working days. See <see cref="IdText"/> for the characters
/// allowed.
/// </summary>
public readonly record struct SiteId
{
    public SiteId(string value) => Value = IdText.Checked(value, "site");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
