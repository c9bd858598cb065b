using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Mqtt;
using Jingu.Time;

namespace Jingu.Edge.Delivery;

/// <summary>
/// Tells how the gateway is, retained: <c>up/online</c> at each connection, <c>up/state</c> then and every
/// <see cref="Every"/> of machine time. Information only.
/// </summary>
internal sealed class StatePublisher(
    GatewayOptions options, Commissioned commissioned, JournalStore journal, ImmutableArray<Port> ports, SiteTime site,
    ClockKeeper clock, DesiredStates states, Zoning zones, MachineTime machine)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FarewellMax = TimeSpan.FromSeconds(2);

    /// <summary>A connection that comes back sooner is none that anybody needs to hear of.</summary>
    private static readonly TimeSpan WillDelay = TimeSpan.FromSeconds(30);

    /// <summary>What the broker says when the gateway vanishes.</summary>
    public MqttWill Will() => new(Online(false), WillDelay);

    public async Task RunAsync(MqttConnection connection, CancellationToken stop)
    {
        connection.Connected += () => _ = connection.PublishAsync(Online(true), stop);
        while (true)
        {
            await connection.WaitConnectedAsync(stop);
            await connection.PublishAsync(State(), stop);
            await Task.Delay(Every, machine, stop);
        }
    }

    /// <summary>Before a stop: a farewell takes the will back, so it is said here. Bounded.</summary>
    public async Task SayOfflineAsync(MqttConnection connection)
    {
        using var limit = new CancellationTokenSource(FarewellMax, machine);
        try
        {
            await connection.PublishAsync(Online(false), limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The will, or the next start, tells.
        }
    }

    private MqttMessage Online(bool online) => new(
        Topics.Online(options.Site, options.Gateway),
        JsonSerializer.SerializeToUtf8Bytes(
            new GatewayOnline(online, site.GetUtcNow()), StateJson.Default.GatewayOnline))
    {
        Retain = true,
        ContentType = "application/json",
    };

    /// <summary>What goes up now.</summary>
    internal MqttMessage State()
    {
        var now = site.GetUtcNow();
        var disk = new DriveInfo(Path.GetDirectoryName(options.StoreFile)!);
        var state = new GatewayState(
            Schema: 1,
            About.Version,
            About.Drivers,
            About.Libraries(),
            site.IsBench,
            now,
            ClockKeeper.Name(clock.State.Trust),
            journal.Id.ToString(),
            journal.Status()
                .ToImmutableSortedDictionary(status => Topics.NameOf(status.Stream), status => status.Backlog),
            journal.OldestUnsettled(clock.Running) is { } oldest && oldest < now ? (now - oldest).TotalHours : 0,
            disk.AvailableFreeSpace,
            [.. ports.SelectMany(port => port.Meters).Select(meter => StateMaking.Of(meter, now))],
            clock.State.Uncertainty?.TotalSeconds,
            states.Current?.Version,
            states.Standing(now).ToString().ToLowerInvariant(),
            zones.Lighting())
        {
            Configuration = options.Configuration,
            ClockReason = clock.Reason,
            DiskBytes = disk.TotalSize,
            JournalBytes = new FileInfo(options.StoreFile) is { Exists: true } file ? file.Length : null,
            Ports = [.. ports.Select(StateMaking.Of)],
            Points = StateMaking.Of(journal.ReadLedgers(), commissioned, now),
        };
        return new(
            Topics.State(options.Site, options.Gateway),
            JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.GatewayState))
        {
            Retain = true,
            ContentType = "application/json",
        };
    }
}
