using Jingu.Contracts.Ids;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// A commissioned button by which a person on site confirms that a unit's supply may return. One unit for each: who
/// presses it has seen that unit's rooms, and no other's.
/// </summary>
/// <param name="Board">A device of lines of this machine.</param>
/// <param name="Input">Its input, from 1.</param>
/// <param name="Press">How long it has to be held at least: 1 to 10 s.</param>
internal sealed record ButtonPlan(string Id, UnitId Unit, string Board, int Input, TimeSpan Press)
{
    /// <summary>A button that is held longer is stuck.</summary>
    public static readonly TimeSpan PressMax = TimeSpan.FromSeconds(30);
}
