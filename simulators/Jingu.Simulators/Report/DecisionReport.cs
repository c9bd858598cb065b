using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>What a ladder decided about a unit and a resource, as a gateway recorded it.</summary>
/// <param name="At">UTC.</param>
/// <param name="Resource"><c>electricity</c> or <c>water</c>.</param>
/// <param name="Rule">The rule that fired, such as <c>first-notice-issued</c>.</param>
/// <param name="Asks">What was to be done, such as <c>ask-approval</c>.</param>
/// <param name="Drill">Decided in a drill: nothing was switched.</param>
/// <param name="Text">The gateway's sentence.</param>
internal sealed record DecisionReport(
    string Gateway,
    DateTimeOffset At,
    string Unit,
    string Resource,
    string Rule,
    ImmutableArray<string> Asks,
    bool Drill,
    string Text);
