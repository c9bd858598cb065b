using System.CommandLine;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>The metering point that a person means.</summary>
internal static class PointNaming
{
    public static Argument<string> Argument() => new("POINT")
    {
        Description = "The metering point; or its meter, where that measures one point only.",
    };

    /// <summary>By the point's name, its commissioned meter's, or that of the meter its ledger stands on.</summary>
    public static PointId Find(string name, CommissioningPlan plan, JournalStore journal)
    {
        var commissioned = plan.Meters.SelectMany(
            meter => meter.Points.Select(point => (Point: point.Id, Meter: meter.Id.Value))).ToList();
        var found = commissioned.Where(pair => pair.Point.Value == name).Select(pair => pair.Point).ToList();
        if (found.Count == 0)
        {
            var stands = journal.ReadLedgers().Values.Where(ledger => ledger.Meter.Value == name);
            found = [.. commissioned.Where(pair => pair.Meter == name).Select(pair => pair.Point)
                .Union(stands.Select(ledger => ledger.Point))];
        }
        return found switch
        {
            [var one] => one,
            [] => throw new ConfigurationException(
                name, $"is no point or meter of this gateway: use one of "
                    + $"{string.Join(", ", commissioned.Select(pair => pair.Point.Value))}."),
            _ => throw new ConfigurationException(
                name, $"measures several points: name each, {string.Join(", ", found)}."),
        };
    }
}
