using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;

namespace Jingu.Edge.Control;

/// <summary>How a switch point stands, as its devices showed it at one instant.</summary>
/// <param name="State">On, off or dimmed as read back from the output; unknown where nobody could read it.</param>
/// <param name="IsContactOpen">
/// What the feedback input says: true where the circuit is interrupted; null where there is none, or it was not read.
/// </param>
/// <param name="At">When it was read, site time.</param>
/// <param name="Fault">Why the state is unknown or the command was not carried out, a sentence; null: nothing.</param>
internal sealed record SwitchReport(
    SwitchPointId Point, CircuitState State, bool? IsContactOpen, DateTimeOffset At, string? Fault)
{
    /// <summary>
    /// What was asked, where this answers a command; null: looked at without one. The device's echo proves nothing but
    /// that it heard: what counts is <see cref="State"/>, and the proof.
    /// </summary>
    public CircuitState? Commanded { get; init; }

    /// <summary>A lamp's level as its device remembers it; null: not known, or no lamp.</summary>
    public int? Level { get; init; }

    /// <summary>Lamp or driver have failed, as the device tells.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Its device behaves otherwise at power-up or bus loss than commissioned: nothing is cut by it.</summary>
    public bool IsUnlike { get; init; }
}
