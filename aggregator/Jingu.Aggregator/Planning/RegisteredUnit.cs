using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>A unit as site.yaml and planning know it today.</summary>
/// <param name="Buildings">Where its meters hang.</param>
/// <param name="Gateways">Which read them.</param>
/// <param name="Established">Null: no head-count holds today.</param>
/// <param name="Users">Null: no head-count holds today.</param>
/// <param name="SquareMetres">Null: no floor area holds today.</param>
internal sealed record RegisteredUnit(
    string Id, string Name, string NameEn, ImmutableArray<string> Buildings, ImmutableArray<string> Gateways,
    ImmutableArray<RegisteredPoint> Points, int? Established, int? Users, long? SquareMetres)
{
    /// <summary>Every unit of the site, in its order.</summary>
    /// <param name="today">The site's local day.</param>
    public static ImmutableArray<RegisteredUnit> All(Site site, Plan plan, LocalDate today)
    {
        var meters = site.Meters.ToDictionary(meter => meter.Id);
        return
        [
            .. from unit in site.Units
               let points = site.Points.Where(point => point.Unit == unit.Id).ToList()
               select new RegisteredUnit(
                   unit.Id.Value, unit.Name, unit.NameEn,
                   [.. points.Select(point => point.Building.Value).Distinct()],
                   [.. points.Select(point => meters[point.Meter].Gateway.Value).Distinct()],
                   [
                       .. points.Select(point => new RegisteredPoint(
                           point.Id.Value, point.Meter.Value, meters[point.Meter].Gateway.Value,
                           point.Building.Value, Words.Of(point.Resource), Words.Of(point.Role))),
                   ],
                   plan.Heads(unit.Id, today)?.Established, plan.Heads(unit.Id, today)?.Users,
                   plan.SquareMetres(unit.Id, today)),
        ];
    }
}

/// <param name="Role">unit or circuit.</param>
internal sealed record RegisteredPoint(
    string Id, string Meter, string Gateway, string Building, string Resource, string Role);
