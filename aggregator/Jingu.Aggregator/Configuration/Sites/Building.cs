using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Configuration.Sites;

internal sealed record Building(BuildingId Id, string Name, string NameEn);
