using System.Collections.Immutable;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// All sensors and wall switches of a gateway's zones but those that are read as meters, looked at every few seconds.
/// Under a bench they are looked at with the polls, so that they cost the clock nothing.
/// </summary>
internal sealed class ZoneSensors : IAsyncDisposable
{
    /// <summary>So long a person may wait to be seen, and the tick on top.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<ISensorLook> _sensors;
    private readonly SensorReadings _readings;
    private readonly SiteTime _site;
    private readonly TimeSpan _period;

    /// <param name="ports">The open ports, by id.</param>
    public ZoneSensors(
        CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, SensorReadings readings, SiteTime site,
        MachineTime machine)
    {
        (_readings, _site) = (readings, site);
        _period = site.IsBench && !plan.Ports.IsEmpty ? plan.Ports.Min(port => port.Period) : LookEvery;
        var used = plan.Zones.SelectMany(zone => zone.Presence.Concat(zone.Light).Concat(zone.Switches)).ToHashSet();
        _sensors =
        [
            .. plan.Sensors.Where(sensor => used.Contains(sensor.Id) && sensor is not SensorPlan.LightOfMeter)
                .Select(sensor => SensorLooks.Of(sensor, plan, ports, readings, site, machine)),
        ];
    }

    /// <summary>Sets the first look; call before the tick asks for <see cref="SensorReadings.EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (!_sensors.IsEmpty)
            _readings.EarliestOpen = now;
    }

    /// <summary>Looks until stopped; without sensors it returns nothing to wait for.</summary>
    public ImmutableArray<Task> Run(CancellationToken stop) =>
        _sensors.IsEmpty ? [] : [RunAsync(_site.Join("sensors"), stop)];

    public async ValueTask DisposeAsync()
    {
        foreach (var sensor in _sensors)
            await sensor.DisposeAsync();
    }

    private async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        while (true)
        {
            foreach (var sensor in _sensors)
                await sensor.LookAsync(stop);
            var next = Port.AlignUp(_site.GetUtcNow() + TimeSpan.FromTicks(1), _period);
            _readings.EarliestOpen = next;
            await participant.WaitUntilAsync(next, stop);
        }
    }
}
