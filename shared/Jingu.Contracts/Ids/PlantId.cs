namespace Jingu.Contracts.Ids;

/// <summary>Names a PV plant of the site. See <see cref="IdText"/> for the characters allowed.</summary>
public readonly record struct PlantId
{
    public PlantId(string value) => Value = IdText.Checked(value, "plant");

    /// <summary>The name as written in configuration, planning data and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
