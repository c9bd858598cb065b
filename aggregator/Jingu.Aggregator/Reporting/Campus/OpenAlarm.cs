using Jingu.Aggregator.Reporting.Sentences;

namespace Jingu.Aggregator.Reporting.Campus;

/// <summary>Something that stands and that a person should look at.</summary>
/// <param name="Kind">
/// What it is, as a word: <c>gateway-silent</c>, <c>approval-asked</c>, an event's kind, or a plant's alarm such as
/// <c>plant-no-output</c>.
/// </param>
/// <param name="Subject">What it is about: a gateway, unit, meter, metering point, switch point or plant.</param>
/// <param name="Gateway">Behind which gateway; null for what is behind none.</param>
/// <param name="Since">Null where that is not known.</param>
/// <param name="IsSerious">A person must act; the others will heal or wait.</param>
/// <param name="Text">The gateway's own sentence; null where there is none.</param>
internal sealed record OpenAlarm(
    string Kind, string Subject, string? Gateway, DateTimeOffset? Since, bool IsSerious, string? Text = null)
{
    /// <summary>Whose it is; null where it is no unit's alone.</summary>
    public string? Unit { get; init; }

    /// <summary>The open rectification notice that was issued from it; null where there is none.</summary>
    public string? Notice { get; init; }

    /// <summary>In every language; null where only the gateway's own, or the kind alone, tells it.</summary>
    public Sentence? Sentence { get; init; }
}
