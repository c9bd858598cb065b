using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;
using Jingu.Lines;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// A sensor that sees people, or a wall switch, at a line of this machine. Edges between two looks count: who walked
/// by was there. A line that goes is opened again with the next look.
/// </summary>
internal sealed class LineLook(
    SensorPlan plan, InputSettings input, ILines lines, SensorReadings readings, SiteTime site)
    : ISensorLook
{
    private IInputLine? _line;

    public async ValueTask LookAsync(CancellationToken stop)
    {
        if (_line is null)
        {
            var opening = await lines.OpenInputAsync(input, stop);
            if (opening is not LineOpening<IInputLine>.Opened { Line: var opened })
            {
                readings.Failed(plan.Id, ((LineOpening<IInputLine>.Failed)opening).Detail);
                return;
            }
            _line = opened;
            // A simulated line remembers edges from before; a real one has none.
            await opened.TakeAsync(TimeSpan.Zero, stop);
        }
        if (await _line.TakeAsync(TimeSpan.Zero, stop) is EdgesOutcome.Taken taken
            && await _line.ReadAsync(stop) is LevelOutcome.Level level)
        {
            Tell(taken, level.IsActive);
            return;
        }
        await DisposeAsync();
        readings.Failed(plan.Id, "its line has gone: check its wires.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is { } line)
            await line.DisposeAsync();
        _line = null;
    }

    private void Tell(EdgesOutcome.Taken taken, bool isActive)
    {
        if (plan is SensorPlan.Switch wall)
        {
            readings.Used(plan.Id, wall.IsPush
                ? taken.Edges.Count(edge => edge.IsActive)
                : taken.Edges.Length);
        }
        else if (plan is SensorPlan.Presence presence)
        {
            // Whatever changed since the last look was for a while what it is not now.
            var isOccupied = isActive == presence.ActiveIsOccupied || !taken.Edges.IsEmpty;
            readings.Saw(plan.Id, new PresenceReading(isOccupied, site.GetUtcNow()));
        }
    }
}
