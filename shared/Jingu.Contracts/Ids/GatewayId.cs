namespace Jingu.Contracts.Ids;

/// <summary>Names one edge gateway of the site. See <see cref="IdText"/> for the characters allowed.</summary>
public readonly record struct GatewayId
{
    public GatewayId(string value) => Value = IdText.Checked(value, "gateway");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
