using System.Globalization;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting;

/// <summary>
/// A point's register at the local midnight that a month begins at, as its gateway recorded it: the apportioned value
/// on the line between the readings on either side, and those raw readings themselves.
/// </summary>
/// <param name="At">The midnight, UTC.</param>
/// <param name="Meter">The meter that hung there.</param>
/// <param name="Epoch">Its epoch in the ledger.</param>
/// <param name="Total">Ledger total there, Wh or L.</param>
/// <param name="Register">The meter's own register there, Wh or L.</param>
/// <param name="Quality">Quality of the interval that ends there.</param>
/// <param name="Before">The last reading at or before it.</param>
/// <param name="After">The first reading at or after it.</param>
internal sealed record MonthBoundary(
    DateTimeOffset At,
    string Meter,
    int Epoch,
    long Total,
    long Register,
    string Quality,
    RawReading Before,
    RawReading After)
{
    /// <summary>Reads the facts of a gateway's event; null when they are not those of a month boundary.</summary>
    public static MonthBoundary? Of(DateTimeOffset at, IReadOnlyDictionary<string, string> facts) =>
        Whole(facts, "epoch") is { } epoch and <= int.MaxValue
            && Whole(facts, "total") is { } total
            && Whole(facts, "register") is { } register
            && Reading(facts, "before") is { } before
            && Reading(facts, "after") is { } after
            ? new(
                at, facts.GetValueOrDefault("meter", ""), (int)epoch, total, register,
                facts.GetValueOrDefault("quality", ""), before, after)
            : null;

    private static RawReading? Reading(IReadOnlyDictionary<string, string> facts, string which) =>
        facts.TryGetValue(which + "At", out var at)
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            && Whole(facts, which + "Count") is { } count
            ? new(instant, count)
            : null;

    private static long? Whole(IReadOnlyDictionary<string, string> facts, string name) =>
        facts.TryGetValue(name, out var text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <summary>A register as it was read.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Count">Raw counts.</param>
internal sealed record RawReading(DateTimeOffset At, long Count);

/// <summary>A boundary and the point it is of.</summary>
internal sealed record PointBoundary(PointId Point, MonthBoundary Boundary);
