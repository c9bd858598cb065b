using Jingu.Contracts.Readings;

namespace Jingu.Simulators.People;

/// <summary>What a person does at the aggregator.</summary>
internal enum Deed
{
    Approve,
    Extend,
    Transfer,
    SelectEmergency,
    ConfirmRestore,
}

/// <summary>Who does what after a ladder has decided something; <c>people.yaml</c> declares them.</summary>
/// <param name="Who"><c>manager</c> or <c>contact</c>.</param>
/// <param name="On">A rule, or what a decision asks for.</param>
/// <param name="Of">Null: electricity and water.</param>
/// <param name="After">From the decision on, site time.</param>
/// <param name="Percent">Of the unit's budget of the month; 0 where nothing is given.</param>
/// <param name="Most">How often in one run.</param>
internal sealed record Reaction(
    string Who, string On, Resource? Of, TimeSpan After, Deed Do, int Percent, int Most)
{
    public bool IsTo(Decided decided) =>
        !decided.Drill && (decided.Rule == On || decided.Asks.Contains(On)) && (Of is null || Of == decided.Resource);
}

/// <summary>A decision of a ladder, as the aggregator tells it.</summary>
/// <param name="Rule">Such as <c>first-notice-issued</c>.</param>
/// <param name="Asks">Such as <c>ask-approval</c>.</param>
/// <param name="Drill">Decided in a drill.</param>
internal sealed record Decided(
    string Gateway, DateTimeOffset At, string Unit, Resource Resource, string Rule, IReadOnlyList<string> Asks,
    bool Drill)
{
    public string ResourceWord => Resource == Resource.Water ? "water" : "electricity";

    /// <summary>By which a person names it.</summary>
    public string Name => FormattableString.Invariant($"{Unit} {ResourceWord} {Rule} {At:O}");
}
