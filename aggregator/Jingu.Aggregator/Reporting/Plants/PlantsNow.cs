using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>All plants at this moment, as the API and the page show them.</summary>
/// <param name="At">Site time, UTC.</param>
/// <param name="Orders">Orders to curtail of the last days, the newest first.</param>
internal sealed record PlantsNow(
    int Schema, string Site, DateTimeOffset At, ImmutableArray<PlantNow> Plants, ImmutableArray<CurtailOrder> Orders);

/// <summary>A plant now; null is not known, and never zero.</summary>
/// <param name="CapacityW">W peak.</param>
/// <param name="PowerW">Of all its inverters together; null where one of them said nothing for a while.</param>
/// <param name="Irradiance">W/m2 in the plane of the array.</param>
/// <param name="HasSensor">False: nobody measures its light.</param>
internal sealed record PlantNow(
    string Id, string Name, string NameEn, string Building, long CapacityW, double? PowerW, double? Irradiance,
    bool HasSensor, ImmutableArray<InverterNow> Inverters)
{
    /// <summary>What an inverter said longer ago is not what it gives now.</summary>
    public static readonly TimeSpan SaidFor = TimeSpan.FromMinutes(20);

    /// <summary>A sum with an unknown part is not known.</summary>
    public static double? Sum(IEnumerable<double?> parts)
    {
        var all = parts.ToList();
        return all.Count == 0 || all.Any(part => part is null) ? null : all.Sum();
    }
}

/// <summary>An inverter now.</summary>
/// <param name="Meter">As site.yaml names it.</param>
/// <param name="Point">At which its generation is counted; an order to curtail names it.</param>
/// <param name="At">When it said something last, within <see cref="PlantNow.SaidFor"/>; null: it did not.</param>
/// <param name="State">By SunSpec, 1 to 8; null: not known.</param>
/// <param name="Limit">What its gateway holds it down to; null: nothing that is known.</param>
internal sealed record InverterNow(
    string Meter, string Point, string Gateway, DateTimeOffset? At, double? PowerW, int? State, CurtailLimit? Limit);

/// <summary>A limit in force, as its gateway recorded it.</summary>
/// <param name="Tenths">Tenths of a percent of the rated power.</param>
/// <param name="Until">Then its gateway lifts it, UTC.</param>
internal sealed record CurtailLimit(int Tenths, DateTimeOffset Since, DateTimeOffset Until, string Command);

/// <summary>An order to curtail.</summary>
/// <param name="Tenths">Tenths of a percent of the rated power.</param>
/// <param name="State">issued, done, refused or expired.</param>
/// <param name="Answer">The gateway's sentence; null before it.</param>
internal sealed record CurtailOrder(
    string Id, string Gateway, string Point, int Tenths, DateTimeOffset Until, string By, string Reason,
    DateTimeOffset Issued, string State, DateTimeOffset? AnsweredAt, string? Answer);
