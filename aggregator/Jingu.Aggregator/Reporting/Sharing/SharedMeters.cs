using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting.Sharing;

/// <summary>Allocates what shared meters counted in a month. Pure: arithmetic on what is given.</summary>
/// <param name="rules">Of the month.</param>
/// <param name="reported">Wh or L by point; null where nothing is known.</param>
internal sealed class SharedMeters(
    Site site, ImmutableArray<SharingRule> rules, IReadOnlyDictionary<PointId, long?> reported)
{
    /// <summary>One for each point that a rule names, in the order of the site's points.</summary>
    public ImmutableArray<SharedMeterReport> All() =>
    [
        .. from point in site.Points
           where rules.Any(rule => rule.Point == point.Id)
           select Make(point),
    ];

    /// <summary>Why a point's count cannot be shared by rules, and what to do; null when it can.</summary>
    public static string? Objection(Site site, PointId id) =>
        site.Points.FirstOrDefault(point => point.Id == id) switch
        {
            null => $"'{id}' is no metering point of the site: add it to 'points' of site.yaml, or correct it.",
            { Direction: not FlowDirection.Import } =>
                $"'{id}' does not count what is used: name the point that counts import.",
            { Role: PointRole.Main } main when site.Points.Count(point => IsMainOf(point, main)) > 1 =>
                $"{main.Building} has more than one main of {Words.Of(main.Resource)}, and it is not said what lies "
                + "below which: share circuits instead.",
            { Role: PointRole.Main } or { Role: PointRole.Circuit, Unit: null } => null,
            _ => $"'{id}' counts for one unit or a plant: only a main, or a circuit of no unit, is shared.",
        };

    private SharedMeterReport Make(Point shared)
    {
        var own = rules.Where(rule => rule.Point == shared.Id).ToDictionary(rule => rule.Unit);
        var isMain = shared.Role == PointRole.Main;
        var below = isMain ? site.Points.Where(point => MeterTree.IsUnitBelow(point, shared)).ToList() : [];
        var separate = isMain ? site.Points.Where(point => IsSharedBelow(point, shared)).ToList() : [];
        var supplies = isMain ? site.Points.Where(point => MeterTree.IsSupply(point, shared)).ToList() : [shared];
        SharedMeterReport Nothing(string why, long? counted) => new(
            shared.Id.Value, shared.Building.Value, Words.Of(shared.Resource), counted, null, [], null, why);
        if (Objection(site, shared.Id) is { } objection)
            return Nothing(objection, null);
        if (supplies.FirstOrDefault(point => IsUnknown(point.Id)) is { } blind)
            return Nothing($"no interval of {blind.Id} is known in this month.", null);
        var counted = supplies.Sum(
            point => point.Direction == FlowDirection.Export ? -Of(point.Id) : Of(point.Id));
        if (below.Concat(separate).FirstOrDefault(point => IsUnknown(point.Id)) is { } missing)
            return Nothing($"no interval of {missing.Id} below it is known in this month.", counted);
        var apart = separate.Sum(point => Of(point.Id));
        if (counted < apart)
        {
            return Nothing(
                "more was exported, or counted by shared meters below it, than it counted: look at them.", counted);
        }
        var units = site.Units.Select(unit => unit.Id)
            .Where(unit => own.ContainsKey(unit) || below.Any(point => point.Unit == unit)).ToList();
        var use = new SharedMeter(
        [
            .. units.Select(unit => own.TryGetValue(unit, out var rule)
                ? new AllocationParty(unit, Measured(unit), rule.Rule, rule.Key)
                : new(unit, Measured(unit), AllocationRule.Fixed, 0)),
        ]).Allocate(counted - apart);
        return new(
            shared.Id.Value, shared.Building.Value, Words.Of(shared.Resource), counted, apart,
            [.. use.Uses.Select(each => Report(each, own.GetValueOrDefault(each.Unit)))], use.Unallocated, null);

        long Measured(UnitId unit) => below.Where(point => point.Unit == unit).Sum(point => Of(point.Id));
    }

    private static SharedUseReport Report(AllocatedUse use, SharingRule? rule) => new(
        use.Unit.Value, use.Measured, use.Allocated, rule is null ? null : Words.Of(rule.Rule), rule?.Key,
        rule?.Source);

    private bool IsSharedBelow(Point point, Point main) =>
        MeterTree.IsCommonBelow(point, main) && rules.Any(rule => rule.Point == point.Id);

    private static bool IsMainOf(Point point, Point main) =>
        point is { Role: PointRole.Main, Direction: FlowDirection.Import } && MeterTree.IsBeside(point, main);

    private bool IsUnknown(PointId point) => reported.GetValueOrDefault(point) is null;

    private long Of(PointId point) => reported[point]!.Value;
}
