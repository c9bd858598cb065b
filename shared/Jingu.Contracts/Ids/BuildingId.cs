namespace Jingu.Contracts.Ids;

/// <summary>Names a building of the site. See <see cref="IdText"/> for the characters allowed.</summary>
public readonly record struct BuildingId
{
    public BuildingId(string value) => Value = IdText.Checked(value, "building");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
