using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>A port that polls on the wall clock, as in a gateway, until disposed.</summary>
internal sealed class PolledPort : IAsyncDisposable
{
    private static readonly SiteTime Site = new RunningSiteTime(MachineTime.OfThisMachine);

    private readonly CancellationTokenSource _stop = new();
    private readonly IParticipant _participant = Site.Join("port");
    private readonly IModbusClient _client;
    private readonly Arrivals _arrivals = new();
    private readonly PendingEvents _events = new(Site);
    private readonly Port _port;
    private readonly Task _running;

    public PolledPort(PortSettings settings, string profile, int meters, TimeSpan period, TimeSpan answerMax)
    {
        var plan = new PortPlan("port-1", settings, period, answerMax);
        _client = ModbusPort.Open(settings, MachineTime.OfThisMachine);
        var known = ProfileCatalogue.Find(profile)!;
        _port = new(plan, [.. Enumerable.Range(1, meters).Select(unit => new PolledMeter(
            unit - 1,
            new MeterPlan(
                new MeterId($"m-{unit}"), plan.Id, new MeterAddress.Modbus((byte)unit), known, "S", 1, []),
            new MeterReader(_client, known, (byte)unit, answerMax), period, Site, MachineTime.OfThisMachine))],
            _arrivals, _events, Site);
        _port.Begin(Site.GetUtcNow());
        _running = _port.RunAsync(_participant, _stop.Token);
    }

    /// <summary>The events that the port has recorded since this was asked last.</summary>
    public ImmutableArray<GatewayEvent> Events => _events.Take();

    /// <summary>Waits for so many rounds more, and gives their samples: those of the polls due in that time.</summary>
    public async Task<ImmutableArray<Sample>> RoundsAsync(int count)
    {
        var open = _port.EarliestOpen;
        var end = open + (count * _port.Plan.Period);
        await Eventually.UntilAsync(() => _port.EarliestOpen >= end, TimeSpan.FromSeconds(60));
        return [.. _arrivals.Take().Where(sample => sample.Instant >= open && sample.Instant < end)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        _participant.Dispose();
        _stop.Dispose();
    }
}
