using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>An agency that has a budget.</summary>
/// <param name="Headcount">Users 用能人数.</param>
internal sealed record Unit(UnitId Id, string Name, string NameEn, int Headcount);
