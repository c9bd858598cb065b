using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;

namespace Jingu.Budgets.Policies;

/// <summary>
/// The policy that one gateway should run: everything about budgets and ladders that comes over the air, and nothing
/// about what is switchable or protected. Signed by the aggregator; a newer version replaces the whole. Immutable.
/// </summary>
/// <param name="Schema">1.</param>
/// <param name="Site">Addressee.</param>
/// <param name="Gateway">Addressee.</param>
/// <param name="Version">1 and up; rises with every change of content and never falls.</param>
/// <param name="Issued">Site time, UTC.</param>
/// <param name="NotAfter">Site time from which it holds no longer, UTC; at most <see cref="ValidMax"/> after
/// <paramref name="Issued"/>. Nothing is cut by a policy that holds no longer.</param>
/// <param name="Units">One for each unit and resource.</param>
/// <param name="Calendar">When nothing is cut.</param>
public sealed record DesiredState(
    int Schema,
    SiteId Site,
    GatewayId Gateway,
    long Version,
    DateTimeOffset Issued,
    DateTimeOffset NotAfter,
    ImmutableArray<UnitPolicy> Units,
    HoldCalendar Calendar)
{
    /// <summary>Events of demand response that are not over; null: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DemandEvents? DemandResponse { get; init; }

    /// <summary>The type that <see cref="Jws"/> demands.</summary>
    public const string Type = "jingu-desired";

    /// <summary>The schema that is written.</summary>
    public const int SchemaNow = 1;

    /// <summary>The most policies of units, each resource counting.</summary>
    public const int UnitsMax = 200;

    /// <summary>None stays valid longer: three months are the most that one carries.</summary>
    public static readonly TimeSpan ValidMax = TimeSpan.FromDays(100);

    /// <summary>Why its frame is wrong; null when it is right. Looks at no clock.</summary>
    public string? Objection() => this switch
    {
        { Schema: not SchemaNow } => $"its schema is {Schema}, this program knows {SchemaNow}",
        { Version: < 1 } => $"its version is {Version}, which is below 1",
        _ when NotAfter <= Issued || NotAfter - Issued > ValidMax =>
            $"it is valid from {Issued:O} to {NotAfter:O}, {ValidMax.TotalDays:0} days at most",
        _ => null,
    };

    /// <summary>
    /// What is wrong in it, a sentence each; empty when it can be used. One with faults is refused whole.
    /// </summary>
    public ImmutableArray<string> Faults()
    {
        if (Objection() is { } objection)
            return [objection];
        var faults = ImmutableArray.CreateBuilder<string>();
        if (Units.Length > UnitsMax)
            faults.Add($"it has {Units.Length} policies of units, {UnitsMax} at most");
        foreach (var unit in Units)
        {
            faults.AddRange(unit.Faults());
            if (unit.Ladder.Version != Version)
            {
                faults.Add($"the ladder of {unit.Unit} for {unit.Resource} says version {unit.Ladder.Version}, the "
                    + $"document says {Version}");
            }
        }
        foreach (var twice in Units.GroupBy(unit => (unit.Unit, unit.Resource)).Where(group => group.Count() > 1))
            faults.Add($"{twice.Key.Unit} has more than one policy for {twice.Key.Resource}");
        foreach (var shared in Units.GroupBy(unit => unit.Number)
            .Where(group => group.DistinctBy(unit => unit.Unit).Count() > 1))
        {
            faults.Add($"number {shared.Key} in grant codes stands for "
                + string.Join(" and ", shared.Select(unit => unit.Unit).Distinct()));
        }
        foreach (var shared in Units.SelectMany(unit => unit.Points).GroupBy(point => point)
            .Where(group => group.Count() > 1))
        {
            faults.Add($"metering point {shared.Key} counts more than once");
        }
        faults.AddRange(Calendar.Faults());
        faults.AddRange(DemandResponse?.Faults() ?? []);
        foreach (var unit in (DemandResponse?.Events ?? []).SelectMany(one => one.Loads).Select(load => load.Unit)
            .Distinct().Where(unit => Units.All(one => one.Unit != unit || one.Resource != Resource.Electricity)))
        {
            faults.Add($"an event sheds loads of {unit}, of whose electricity it says nothing");
        }
        return faults.ToImmutable();
    }

    /// <summary>The same content under another version and time.</summary>
    public DesiredState Stamped(long version, DateTimeOffset issued, DateTimeOffset notAfter) => this with
    {
        Version = version,
        Issued = issued,
        NotAfter = notAfter,
        Units = [.. Units.Select(unit => unit with { Ladder = unit.Ladder with { Version = version } })],
    };

    /// <summary>True when both say the same, whatever their versions and times.</summary>
    public bool SaysTheSameAs(DesiredState other) =>
        DesiredStateJson.Write(Stamped(1, Issued, NotAfter)).AsSpan()
            .SequenceEqual(DesiredStateJson.Write(other.Stamped(1, Issued, NotAfter)));
}
