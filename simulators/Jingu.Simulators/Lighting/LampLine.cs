using Jingu.Modbus.Boards;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// The lamps of a zone behind a DALI gateway: they follow what it is told after a while, and it answers with what it
/// was told at once, also where they do not follow.
/// </summary>
internal sealed class LampLine
{
    private static readonly TimeSpan FollowsAfter = TimeSpan.FromSeconds(1.5);
    private static readonly LightCurve Curve = new LightCurve.Dali();

    /// <summary>The lowest level that gives so many thousandths of full light.</summary>
    private static readonly int[] Levels =
    [
        .. Enumerable.Range(0, LightCurve.Whole + 1).Select(
            light => Enumerable.Range(0, Curve.Full + 1).First(level => Curve.LightOf(level) >= light)),
    ];

    private readonly Queue<(DateTimeOffset At, int Level)> _following = new();
    private int _level;

    /// <summary>What the gateway answers.</summary>
    public int Remembered { get; private set; }

    /// <summary>What the lamps give, thousandths of full light.</summary>
    public int Light => Curve.LightOf(_level);

    /// <summary>Lamps that stay as they are, whatever their gateway says.</summary>
    public bool IsLying { get; set; }

    /// <summary>How often a level was written.</summary>
    public int Writes { get; private set; }

    /// <summary>How often they went on or off.</summary>
    public int Switchings { get; private set; }

    public DateTimeOffset? NextChange => _following.TryPeek(out var next) ? next.At : null;

    /// <summary>Writes the level of a light; a level that is remembered already is not written.</summary>
    public void Tell(int light, DateTimeOffset now)
    {
        var level = Levels[light];
        if (level == Remembered)
            return;
        Remembered = level;
        Writes++;
        if (!IsLying)
            _following.Enqueue((now + FollowsAfter, level));
    }

    public void Follow(DateTimeOffset now)
    {
        while (_following.TryPeek(out var next) && next.At <= now)
        {
            _following.Dequeue();
            if (_level > 0 != next.Level > 0)
                Switchings++;
            _level = next.Level;
        }
    }
}
