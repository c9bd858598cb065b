using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>Kinds of alarms of a plant.</summary>
internal enum PlantAlarmKind
{
    /// <summary>No output in daylight. Why, is left open; the evidence is named.</summary>
    NoOutput,
    /// <summary>An inverter says so itself.</summary>
    InverterFault,
    /// <summary>The same value other than zero again and again: nobody measures any more.</summary>
    StaleValues,
    /// <summary>Single values that cannot be.</summary>
    Outliers,
    /// <summary>Far below the site's other plants, per kWp.</summary>
    BelowSiblings,
    /// <summary>Far below what the measured irradiance lets expect.</summary>
    BelowExpectation,
}

/// <summary>What the evidence suggests; never a finding.</summary>
internal enum PlantHint
{
    DcVoltageWithoutCurrent,
    IrradianceSensorsDisagree,
    /// <summary>Both of the above.</summary>
    SnowOrSoilingLikely,
}

/// <summary>An alarm of a plant, with begin, end and evidence. For a person: nothing is switched by it.</summary>
/// <param name="Begin">The first sample that it is about, UTC.</param>
/// <param name="Raised">When its on-delay was over.</param>
/// <param name="End">Null while it stands.</param>
/// <param name="Samples">How many samples it is about.</param>
/// <param name="Hints">What the evidence suggests; the cause stays open, also where there is one.</param>
/// <param name="Evidence">Every value that was sampled meanwhile, least and greatest.</param>
internal sealed record PlantAlarm(
    PlantAlarmKind Kind,
    DateTimeOffset Begin,
    DateTimeOffset Raised,
    DateTimeOffset? End,
    int Samples,
    ImmutableArray<PlantHint> Hints,
    ImmutableArray<PlantEvidence> Evidence);

/// <summary>What a value was in the samples that an alarm is about.</summary>
/// <param name="Name">powerW, dcVoltageV, dcCurrentA, irradianceWm2, otherIrradianceWm2, state, and for the last two
/// kinds expectedW.</param>
/// <param name="Samples">In how many samples it was known.</param>
internal sealed record PlantEvidence(string Name, double Min, double Max, int Samples)
{
    /// <summary>Null where none of the values is known.</summary>
    public static PlantEvidence? Of(string name, IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : new(name, known.Min(), known.Max(), known.Count);
    }
}
