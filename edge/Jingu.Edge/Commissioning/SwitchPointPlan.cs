using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Switching;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// A commissioned switch point: what it is for, where it is wired, and how it behaves when something is lost.
/// Immutable.
/// </summary>
/// <param name="Point">What the gate judges by: id, unit, resource, switchable, feeds.</param>
/// <param name="Board">The device.</param>
/// <param name="Output">Its output as printed on it, from 1.</param>
/// <param name="Cut">What the output does to cut.</param>
/// <param name="Contact">What kind of contact it moves.</param>
/// <param name="PowerUp">What the output does when its device gets supply again.</param>
/// <param name="BusLoss">What the output does when nobody talks to its device any more.</param>
/// <param name="Travel">How long contact or valve take to move: 0 to 10 min.</param>
internal sealed record SwitchPointPlan(
    SwitchPoint Point, string Board, int Output, CutSense Cut, ContactKind Contact, WhenLost PowerUp, WhenLost BusLoss,
    TimeSpan Travel)
    : ActuatorPlan(Point, Board, Travel)
{
    public override string Place => Output.ToString(CultureInfo.InvariantCulture);

    public override bool HasFeedback => Feedback is not null;

    /// <summary>The input that shows where the contact stands; null: none.</summary>
    public FeedbackPlan? Feedback { get; init; }

    /// <summary>Signed for by the site: its supply may go when something is lost.</summary>
    public SignedException? Exception { get; init; }

    /// <summary>Whether it is set (coil 1, line active, valve closed) for the circuit to be off or on.</summary>
    public bool IsSetFor(CircuitState state) => state switch
    {
        CircuitState.Off => Cut == CutSense.Energise,
        CircuitState.On => Cut == CutSense.Release,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A relay knows on and off."),
    };

    /// <summary>How the circuit stands while the output is set or released.</summary>
    public CircuitState StateFor(bool isSet) =>
        isSet == (Cut == CutSense.Energise) ? CircuitState.Off : CircuitState.On;

    /// <summary>
    /// How the circuit stands while the relay has no supply: a latching contact stays, others fall back. Null: as it
    /// was.
    /// </summary>
    public CircuitState? WithoutSupply => Contact == ContactKind.Latching ? null : StateFor(isSet: false);

    /// <summary>How the circuit stands after such a loss; null: as it was.</summary>
    public CircuitState? After(WhenLost what) => what switch
    {
        WhenLost.Last => null,
        WhenLost.Energised => StateFor(isSet: true),
        _ => StateFor(isSet: false),
    };

    /// <summary>Losses that would cut the supply, as words for a sentence; none: it is safe.</summary>
    public ImmutableArray<string> LossesThatCut()
    {
        var losses = ImmutableArray.CreateBuilder<string>();
        if (WithoutSupply == CircuitState.Off)
            losses.Add("the relay loses its supply");
        if (After(PowerUp) == CircuitState.Off)
            losses.Add("the device powers up");
        if (After(BusLoss) == CircuitState.Off)
            losses.Add("the bus or the gateway is lost");
        return losses.ToImmutable();
    }
}

/// <summary>What an output does to cut.</summary>
internal enum CutSense
{
    Energise = 1,
    Release = 2,
}

/// <summary>Kinds of contacts.</summary>
internal enum ContactKind
{
    /// <summary>Stays where it was put, without supply too: bistable relays, motor valves.</summary>
    Latching = 1,
    /// <summary>Closed while released.</summary>
    NormallyClosed = 2,
    /// <summary>Open while released.</summary>
    NormallyOpen = 3,
}

/// <summary>What an output does when something is lost.</summary>
internal enum WhenLost
{
    /// <summary>Stays, or goes back to where it was.</summary>
    Last = 1,
    Released = 2,
    Energised = 3,
}

/// <param name="Input">As printed on the device, from 1.</param>
/// <param name="ActiveIsOn">An active input says that the circuit has supply; otherwise that it is cut.</param>
internal sealed record FeedbackPlan(string Board, int Input, bool ActiveIsOn);

/// <summary>Somebody at the site signed for what the product would refuse.</summary>
/// <param name="Date">As written: 2026-01-31.</param>
internal sealed record SignedException(string By, string Reason, string Date);
