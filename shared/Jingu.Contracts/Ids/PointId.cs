namespace Jingu.Contracts.Ids;

/// <summary>
/// Names a metering point: where energy or water is measured for good, whichever meter hangs there. See
/// <see cref="IdText"/> for the characters allowed.
/// </summary>
public readonly record struct PointId
{
    public PointId(string value) => Value = IdText.Checked(value, "point");

    /// <summary>The name as written in configuration, topics and reports.</summary>
    public string Value { get; }

    public override string ToString() => Value;
}
