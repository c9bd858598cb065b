using Jingu.Lighting.Zones;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// A room whose lamps somebody else moves, a gateway: lived through up to the instant that is shown. People press a
/// switch that puts out what is lit and lights what is dark, so they press for more light only in the dark, or when a
/// flash has warned them; else they wave. Not safe from several threads.
/// </summary>
/// <param name="seen">Called with what the presence sensor shows, whenever it may have changed.</param>
/// <param name="pressed">Called when somebody uses the switch.</param>
internal sealed class LitRoom(
    Room room, Dimming lamps, DateTimeOffset from, Action<bool, DateTimeOffset> seen, Action<DateTimeOffset> pressed)
{
    /// <summary>So long after the last has left lamps are dark: hold, dimming, looks and ticks.</summary>
    public static readonly TimeSpan DarkWithin = TimeSpan.FromMinutes(22);

    /// <summary>A flash is over within this time.</summary>
    private static readonly TimeSpan FlashMax = TimeSpan.FromSeconds(10);

    /// <summary>People remember a warning for so long.</summary>
    private static readonly TimeSpan WarnedFor = TimeSpan.FromMinutes(5);

    private DateTimeOffset _now = from;
    private DateTimeOffset _left = from;
    private DateTimeOffset? _press;

    public Room Room => room;

    /// <summary>What a light sensor shows at the instant that is shown, lx.</summary>
    public long Lux { get; private set; }

    /// <summary>How long lamps were lit although all had left <see cref="DarkWithin"/> before.</summary>
    public TimeSpan LeftLit { get; private set; }

    /// <summary>What its lamps gave, over time, thousandths of full light.</summary>
    public Dimming Lamps => lamps;

    /// <summary>Lives on; lamps have not moved since the instant before but at it.</summary>
    public void PlayUntil(DateTimeOffset now)
    {
        while (true)
        {
            var next = Turn();
            if (_now >= now)
                return;
            var until = next < now ? next : now;
            Pass(until);
            _now = until;
        }
    }

    private DateTimeOffset Turn()
    {
        var light = lamps.ShareAt(_now.ToUnixTimeMilliseconds());
        var isWarned = IsWarned();
        var look = room.Turn(_now, light, isOn: light > 0, isWarned);
        Lux = look.Lux;
        seen(look.IsSeen, _now);
        if (look.Press is { } press && press.At != _press)
        {
            _press = press.At;
            if (press.Kind == SwitchKind.Off || light == 0 || isWarned)
                pressed(_now);
        }
        return look.Next;
    }

    private void Pass(DateTimeOffset until)
    {
        if (room.IsOccupied)
            _left = until;
        else if (lamps.ShareAt(_now.ToUnixTimeMilliseconds()) > 0 && until - _left > DarkWithin)
            LeftLit += until - (_left + DarkWithin > _now ? _left + DarkWithin : _now);
        room.Pass(until - _now);
    }

    /// <summary>Whether lamps have flashed, and nobody has pressed or moved them since.</summary>
    private bool IsWarned()
    {
        if (lamps.Changes is not [.., var down, var up])
            return false;
        var flashed = DateTimeOffset.FromUnixTimeMilliseconds(up);
        return up - down <= FlashMax.TotalMilliseconds && _now - flashed <= WarnedFor && !(_press >= flashed)
            && lamps.ShareAt(up) == lamps.ShareAt(down - 1);
    }
}
