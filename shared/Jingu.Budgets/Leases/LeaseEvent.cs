using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Leases;

/// <summary>
/// How a gateway's report about a lease travels: an event of kind <see cref="EventKinds.LeaseReport"/>, numbered and
/// acknowledged like every other. The holder is named in it, for entries may get another journal on their way. Pure.
/// </summary>
public static class LeaseEvent
{
    /// <summary>The event that carries a report.</summary>
    /// <param name="at">When, site time, UTC.</param>
    /// <param name="overdraft">What was used beyond all that is held; for persons.</param>
    /// <param name="text">One sentence for a person.</param>
    public static GatewayEvent Of(
        LeaseReport report, UnitId unit, Resource resource, DateTimeOffset at, long overdraft, string text) => new(
            EventKinds.LeaseReport, at, unit.Value, text,
            ImmutableSortedDictionary<string, string>.Empty
                .Add("unit", unit.Value)
                .Add("resource", resource.ToString())
                .Add("month", report.Period)
                .Add("holder", report.Holder.ToString())
                .Add("version", Text(report.Version))
                .Add("part", Text(report.Part))
                .Add("used", Text(report.Used))
                .Add("dailyUse", Text(report.DailyUse))
                .Add("grantedOnSite", Text(report.GrantedOnSite))
                .Add("overdraft", Text(overdraft)));

    /// <summary>
    /// The report that a gateway's event carries; null for an event that carries none, or amounts that nobody can use:
    /// no sum over gateways may overflow. Never throws.
    /// </summary>
    public static SharedLease? Read(GatewayEvent happened, GatewayId gateway)
    {
        var facts = happened.Facts;
        long? Number(string name) =>
            long.TryParse(
                facts.GetValueOrDefault(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var number) && number is >= -MonthAllowance.BudgetMax and <= MonthAllowance.BudgetMax
                ? number : null;
        return happened.Kind == EventKinds.LeaseReport
            && facts.GetValueOrDefault("unit") is { } unit && IdText.IsValid(unit)
            && Enum.TryParse<Resource>(facts.GetValueOrDefault("resource"), out var resource)
            && facts.GetValueOrDefault("month") is { } month
            && Holder(facts.GetValueOrDefault("holder")) is { } holder
            && Number("version") is { } version and >= 0
            && Number("part") is { } part
            && Number("used") is { } used and >= 0
            && Number("dailyUse") is { } daily and >= 0
            && Number("grantedOnSite") is { } onSite and >= 0
            ? new(new(unit), resource, new(gateway, holder, month, version, part, used, daily, onSite))
            : null;
    }

    private static JournalId? Holder(string? text) =>
        text is { Length: 2 * JournalId.Size } && text.All(char.IsAsciiHexDigit) ? JournalId.Parse(text) : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A gateway's report, and whose lease it is of.</summary>
public sealed record SharedLease(UnitId Unit, Resource Resource, LeaseReport Report);
