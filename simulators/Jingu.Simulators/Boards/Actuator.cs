using Jingu.Contracts.Ids;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Boards;

/// <summary>
/// One relay with its contact, or one drive with its valve: takes commands at once, and moves after its travel time
/// unless it is stuck. Not thread-safe: its board guards it.
/// </summary>
/// <param name="supply">What it switches; nothing hangs behind an output without a circuit.</param>
internal sealed class Actuator(
    BoardPlan board, int output, SwitchPointId? point, Supply supply, SiteInstant now, SwitchLog log)
{
    private readonly long _travel = (long)board.Kind.Travel().TotalMilliseconds;
    private bool _isStuck;

    /// <summary>What it was told last: the coil, not the contact.</summary>
    public bool IsToldToCut { get; private set; }

    /// <summary>Where the contact or valve stands, which is what a feedback input shows.</summary>
    public bool IsCut => !supply.IsOn(now.Milliseconds);

    /// <summary>
    /// A welded contact or a stuck valve stays where it is. Freed again, it goes where it was told to.
    /// </summary>
    public bool IsStuck
    {
        get => _isStuck;
        set
        {
            _isStuck = value;
            if (value)
                supply.Set(!IsCut, now.Milliseconds, now.Milliseconds);
            else
                Move(now.Milliseconds);
        }
    }

    public void Tell(bool cut, SwitchCause cause) => Tell(cut, cause, now.Milliseconds);

    /// <param name="at">Not after now: what the board did by itself meanwhile.</param>
    public void Tell(bool cut, SwitchCause cause, long at)
    {
        log.Add(new(
            DateTimeOffset.FromUnixTimeMilliseconds(at), board.Id, output, point, cut, cut != IsToldToCut, cause));
        if (cut == IsToldToCut)
            return;
        IsToldToCut = cut;
        if (!_isStuck)
            Move(at);
    }

    private void Move(long at) => supply.Set(!IsToldToCut, at, at + _travel);
}
