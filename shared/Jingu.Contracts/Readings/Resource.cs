namespace Jingu.Contracts.Readings;

/// <summary>What is counted, budgeted and enforced: in Wh for electricity, in L for water.</summary>
public enum Resource
{
    Electricity,
    Water,
}
