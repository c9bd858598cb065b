using System.Collections.Immutable;
using System.Globalization;

namespace Jingu.Simulators.Report;

/// <summary>What this run did to the programs, as far as it decides which promises it exercised.</summary>
/// <param name="Faults">How many faults disturbed delivery; 0: none.</param>
/// <param name="Cuts">How many of them cut gateways off the broker.</param>
internal sealed record Exercise(int Faults, int Cuts);

/// <summary>Judges the promises that a run exercised. Pure.</summary>
internal static class Promises
{
    private const int NamedMax = 5;

    public static ImmutableArray<PromiseReport> Judge(
        ImmutableArray<UnitReport> units,
        ImmutableArray<PointReport> points,
        ILookup<string, PointReport> pointsOfUnits,
        DeliveryReport delivery,
        Exercise exercise)
    {
        var nothingLost = NothingLostOrDoubled(units, points, pointsOfUnits, delivery, exercise);
        return exercise.Cuts == 0 ? [nothingLost] : [nothingLost, EdgeAlone(points, delivery, exercise)];
    }

    private static PromiseReport NothingLostOrDoubled(
        ImmutableArray<UnitReport> units,
        ImmutableArray<PointReport> points,
        ILookup<string, PointReport> pointsOfUnits,
        DeliveryReport delivery,
        Exercise exercise)
    {
        List<string> complaints =
        [
            .. Named(points.Where(point => point.RegisterDelta is null),
                point => $"{point.Id} was not read on both sides of the period"),
            .. Named(points.Where(point => point.RegisterDelta is { } delta && delta != point.Reported),
                point => $"{point.Id} reports {Figure(point.Reported)}, its register moved by {point.RegisterDelta}"),
            .. IncompletePoints(points),
            .. Named(units.Where(unit => !Adds(unit, pointsOfUnits)),
                unit => $"{unit.Id} reports another sum than its points"),
        ];
        if (points.IsEmpty)
            complaints.Add("no point was reported");
        if (delivery.Lost > 0)
            complaints.Add($"{delivery.Lost} items made are not stored");
        if (delivery.DuplicatesStored > 0)
            complaints.Add($"{delivery.DuplicatesStored} entries are stored twice");
        if (delivery.Refused > 0)
            complaints.Add($"{delivery.Refused} batches were refused");
        if (exercise.Faults > 0 && delivery.Redelivered == 0)
            complaints.Add("nothing was delivered again although faults were done: this run proved nothing");
        return new("nothing-lost-or-doubled", complaints.Count == 0, complaints.Count == 0
            ? $"{points.Length} points equal their registers to the unit, "
                + $"{points.Sum(point => point.Intervals)} intervals, {delivery.SamplesStored} samples; "
                + $"{Disturbances(delivery, exercise)}."
            : string.Join("; ", complaints) + ".");
    }

    private static PromiseReport EdgeAlone(
        ImmutableArray<PointReport> points, DeliveryReport delivery, Exercise exercise)
    {
        List<string> complaints = [.. IncompletePoints(points)];
        if (delivery.Lost > 0)
            complaints.Add($"{delivery.Lost} items made are not stored");
        return new("edge-alone", complaints.Count == 0, complaints.Count == 0
            ? $"{exercise.Cuts} cuts; every reading and interval made during them arrived under its own time."
            : string.Join("; ", complaints) + ".");
    }

    private static string Figure(long? reported) => reported?.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    private static IEnumerable<string> IncompletePoints(ImmutableArray<PointReport> points) =>
        Named(points.Where(point => point.Intervals != point.ExpectedIntervals),
            point => $"{point.Id} has {point.Intervals} of {point.ExpectedIntervals} intervals");

    private static bool Adds(UnitReport unit, ILookup<string, PointReport> pointsOfUnits)
    {
        var points = pointsOfUnits[unit.Id];
        return unit.Electricity.UsedWh == Collection.Sum(points, "electricity")
            && unit.Water.UsedL == Collection.Sum(points, "water");
    }

    private static string Disturbances(DeliveryReport delivery, Exercise exercise)
    {
        if (exercise.Faults == 0)
            return "delivery undisturbed";
        var cards = delivery.TakenByCards == 0
            ? ""
            : $", {delivery.TakenByCards} items went with replaced cards and {delivery.Bridged} intervals were bridged";
        return $"{exercise.Faults} faults, {delivery.Redelivered} entries delivered again{cards}";
    }

    private static IEnumerable<string> Named<T>(IEnumerable<T> all, Func<T, string> sentence)
    {
        var list = all.ToList();
        var named = list.Take(NamedMax).Select(sentence);
        return list.Count <= NamedMax ? named : named.Append($"and {list.Count - NamedMax} more like that");
    }
}
