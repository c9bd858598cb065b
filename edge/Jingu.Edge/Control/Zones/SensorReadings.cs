using System.Collections.Immutable;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// What sensors of lighting zones told last, and uses of wall switches that wait for the tick. In memory only. Full:
/// the newest use is left out. Safe from any thread.
/// </summary>
internal sealed class SensorReadings
{
    /// <summary>Uses of switches that wait at most.</summary>
    public const int UsesMax = 64;

    private readonly Lock _gate = new();
    private readonly List<string> _uses = [];
    private SensorImage _now = SensorImage.Empty;
    private DateTimeOffset _earliestOpen = DateTimeOffset.MaxValue;

    /// <summary>The earliest look that is still to come; the far future where none is.</summary>
    public DateTimeOffset EarliestOpen
    {
        get
        {
            lock (_gate)
                return _earliestOpen;
        }
        set
        {
            lock (_gate)
                _earliestOpen = value;
        }
    }

    public void Saw(string sensor, PresenceReading reading) => Change(now => now with
    {
        Presence = now.Presence.SetItem(sensor, reading),
        Faults = now.Faults.Remove(sensor),
    });

    public void Measured(string sensor, LuxReading reading) => Change(now => now with
    {
        Lux = now.Lux.SetItem(sensor, reading),
        Faults = now.Faults.Remove(sensor),
    });

    /// <summary>It was asked and gave nothing.</summary>
    /// <param name="why">A sentence.</param>
    public void Failed(string sensor, string why) =>
        Change(now => now with { Faults = now.Faults.SetItem(sensor, why) });

    /// <summary>A switch could be read.</summary>
    /// <param name="uses">How often it was used since the last look.</param>
    public void Used(string sensor, int uses)
    {
        lock (_gate)
        {
            _now = _now with { Faults = _now.Faults.Remove(sensor) };
            // An even number leaves everything as it was.
            if (uses % 2 == 1 && _uses.Count < UsesMax)
                _uses.Add(sensor);
        }
    }

    /// <summary>Everything known now; each use of a switch is given once.</summary>
    public SensorImage Take()
    {
        lock (_gate)
        {
            var taken = _now with { Used = [.. _uses] };
            _uses.Clear();
            return taken;
        }
    }

    private void Change(Func<SensorImage, SensorImage> change)
    {
        lock (_gate)
            _now = change(_now);
    }
}

/// <summary>What sensors told last, by their ids. Immutable.</summary>
/// <param name="Faults">Why a sensor gave nothing when it was asked last.</param>
/// <param name="Used">Switches that were used.</param>
internal sealed record SensorImage(
    ImmutableDictionary<string, PresenceReading> Presence, ImmutableDictionary<string, LuxReading> Lux,
    ImmutableDictionary<string, string> Faults, ImmutableArray<string> Used)
{
    public static readonly SensorImage Empty = new(
        ImmutableDictionary<string, PresenceReading>.Empty, ImmutableDictionary<string, LuxReading>.Empty,
        ImmutableDictionary<string, string>.Empty, []);
}
