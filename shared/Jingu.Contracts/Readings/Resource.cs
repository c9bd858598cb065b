namespace Jingu.Contracts.Readings;

/// <summary>What a unit has a budget for: counted in Wh for electricity, in L for water. Numbers are stored.</summary>
public enum Resource
{
    Electricity = 1,
    Water = 2,
}
