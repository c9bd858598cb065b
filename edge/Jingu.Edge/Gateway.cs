using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Faults;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Buttons;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Modbus;
using Jingu.Mqtt;
using Jingu.Time;
using Jingu.Time.Bench;
using Jingu.Time.Kernel;
using Jingu.Time.Supervision;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Jingu.Edge;

/// <summary>
/// A running gateway, in the order a reading travels: ports, tick, journal, sender. Each part runs on its own; when one
/// fails, all stop, and the process ends so that systemd starts it anew on the same journal.
/// </summary>
internal sealed partial class Gateway(
    GatewayOptions options, SiteTime site, IBootClock boot, MachineTime machine, IHostApplicationLifetime lifetime,
    LoopWatch loops, Supervisor supervisor, ILoggerFactory loggers)
    : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<Gateway>();

    /// <summary>True when a part failed, as opposed to having been asked to stop.</summary>
    public bool HasFailed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        // The edge of everything: whatever failed is said, and the process ends to be started anew.
#pragma warning disable CA1031
        catch (Exception e)
        {
            HasFailed = true;
            Log.Failed(_logger, e);
        }
#pragma warning restore CA1031
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var zone = DateTimeZoneProviders.Tzdb[options.Zone];
        var commissioned = new Commissioned(CommissioningFile.Read(options.CommissioningFile, zone), zone);
        var (connection, made) = JournalFile.Open(options.StoreFile, options.StorePagesMax);
        using var journal = new JournalStore(connection);
        var events = new PendingEvents(site);
        NoteStart(events, journal, made);

        var arrivals = new Arrivals();
        var lines = commissioned.Plan.Ports.ToDictionary(
            port => port.Id, port => OpenPort(port, commissioned, journal, events));
        ImmutableArray<Port> ports =
            [.. commissioned.Plan.Ports.Select(plan => ToPort(plan, commissioned, lines[plan.Id], arrivals, events))];
        await using var boards = new SwitchBoards(
            commissioned.Plan, board => Boards.Open(board, commissioned.Plan, lines, site, machine, options.PaceLines),
            new SwitchKeeping(journal), events, site, machine);
        var clock = new ClockKeeper(options.Gateway, boot, site, options.Clock, journal.ReadBoots());
        var states = new DesiredStates(options, journal);
        if (states.ToEvent(site.GetUtcNow()) is { } goesOn)
            events.Add(goesOn.Kind, goesOn.Subject, goesOn.Text, goesOn.Facts);
        var watch = new MeterWatch(ports, site);
        var contact = new Contact(site);
        var presses = new Presses();
        var sensed = new SensorReadings();
        await using var sensors = new ZoneSensors(commissioned.Plan, lines, sensed, site, machine);
        await using var buttons = new RestoreButtons(commissioned.Plan, presses, events, site, machine);
        var supply = new Enforcement(
            options.Gateway, commissioned, journal, states, boards, watch, contact, presses);
        var zones = new Zoning(commissioned, journal, supply, boards, sensed);
        var tick = new GatewayTick(
            arrivals, events, commissioned, journal, new Retention(options.Gateway, journal), site, clock, supply,
            loggers.CreateLogger<GatewayTick>())
        {
            Zones = zones,
        };
        tick.RunOnce();

        var receiver = new Receiver(
            options, journal, contact, events, machine, loggers.CreateLogger<Receiver>());
        var signed = new SignedReceiver(
            options, commissioned.Plan, journal, states, clock, site, new RefusalTelling(events, machine),
            loggers.CreateLogger<SignedReceiver>());
        var state = new StatePublisher(
            options, commissioned, journal, ports, site, clock, states, zones, machine);
        var mqtt = new MqttConnection(
            options.Broker with { Will = state.Will() }, MqttLibrary.Preferred.Factory, Receive, machine,
            new Random(options.Gateway.Value.Length), loggers.CreateLogger<MqttConnection>());
        mqtt.Subscribe(Topics.Acknowledge(options.Site, options.Gateway));
        mqtt.Subscribe(Topics.Resend(options.Site, options.Gateway));
        foreach (var topic in signed.TopicsTaken)
            mqtt.Subscribe(topic);
        using var sender = new Sender(options, journal, mqtt, machine);
        receiver.AskedAgain += sender.Rewind;
        void Receive(MqttMessage message)
        {
            if (!signed.Receive(message))
                receiver.Receive(message);
        }

        using var working = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var delivering = new CancellationTokenSource();
        var work = new List<Task>();
        // A round of a port is never planned to take longer than its period.
        foreach (var port in ports.Where(port => port.Plan.Period * 2 > loops.TurnMax))
            loops.TurnMax = port.Plan.Period * 2;
        foreach (var port in ports)
            port.Begin(site.GetUtcNow());
        boards.Begin(site.GetUtcNow());
        buttons.Begin(site.GetUtcNow());
        sensors.Begin(site.GetUtcNow());
        // Before the ports: a first poll that was over already would wait for the tick after the next one.
        work.Add(RunTickAsync(tick, ports, working.Token));
        work.AddRange(ports.Select(port => RunPortAsync(port, working.Token)));
        work.AddRange(boards.Run(working.Token));
        work.AddRange(watch.Run(working.Token));
        work.AddRange(buttons.Run(working.Token));
        work.AddRange(sensors.Run(working.Token));
        work.AddRange(Curtailments.Of(commissioned.Plan, lines, journal, clock, site).Run(working.Token));
        List<Task> delivery =
            [mqtt.RunAsync(delivering.Token), sender.RunAsync(delivering.Token),
                state.RunAsync(mqtt, delivering.Token)];
        BeginClock(journal);
        await Console.Out.WriteLineAsync($"jingu-edge ready {options.Gateway}");
        supervisor.SayReady();
        var watched = supervisor.WatchAsync(loops, name => Log.Hangs(_logger, name), working.Token);

        try
        {
            await await Task.WhenAny(work.Concat(delivery));
        }
        finally
        {
            supervisor.SayStopping();
            await working.CancelAsync();
            try
            {
                await EndAsync(work.Append(watched));
                tick.RunOnce(mayAct: false);
            }
            finally
            {
                await state.SayOfflineAsync(mqtt);
                await delivering.CancelAsync();
                await EndAsync(delivery);
                foreach (var line in lines.Values)
                    await line.DisposeAsync();
                Log.Stopped(_logger);
            }
        }
    }

    private void NoteStart(PendingEvents events, JournalStore journal, NewJournal? made)
    {
        if (made is not null)
        {
            Log.NewJournal(_logger, journal.Id.ToString(), made.Why);
            events.Add(
                EventKinds.JournalOpened, options.Gateway.Value, $"Journal {journal.Id} begins: {made.Why}.",
                ("cause", made.Cause));
        }
        events.Add(
            EventKinds.Started, options.Gateway.Value, $"jingu-edge {About.Version} started on journal {journal.Id}.",
            ("version", About.Version));
        DropLastBatchIfPlanted(journal);
    }

    private IMeterPort OpenPort(
        PortPlan port, Commissioned commissioned, JournalStore journal, PendingEvents events) =>
        PulsePort.LinesOf(port.Settings, site, machine) is { } lines
        ? PulsePort.Open(
            commissioned.Plan.Meters.Where(meter => meter.Port == port.Id), lines, new PulseStore(journal, site),
            options, events, site, machine)
        : MeterPort.Open(
            port.Settings, machine, options.PaceLines, commissioned.Plan.TurnaroundsBehind(port.Id),
            commissioned.Plan.SettlesBehind(port.Id));

    private Port ToPort(
        PortPlan plan, Commissioned commissioned, IMeterPort line, Arrivals arrivals, PendingEvents events)
    {
        var meters = commissioned.Plan.Meters
            .Where(meter => meter.Port == plan.Id)
            .Select(meter => new PolledMeter(
                commissioned.IndexOf[meter.Id], meter,
                line.ReaderOf(meter.Address, meter.Profile, plan.AnswerMax), plan.Period, site,
                machine));
        return new(plan, [.. meters], arrivals, events, site);
    }

    private async Task RunPortAsync(Port port, CancellationToken stop)
    {
        using var participant = site.Join($"port {port.Plan.Id}");
        await port.RunAsync(participant, stop);
    }

    private async Task RunTickAsync(GatewayTick tick, ImmutableArray<Port> ports, CancellationToken stop)
    {
        using var participant = site.Join("tick");
        await tick.RunAsync(ports, options.Tick, participant, stop);
    }

    /// <summary>
    /// Under a bench: everybody has joined, so the clock may move; without the bench there is no time and nothing to
    /// do.
    /// </summary>
    private void BeginClock(JournalStore journal)
    {
        if (site is not BenchSiteTime and not UnsetBenchTime)
            return;
        var bench = site as BenchSiteTime ?? ((UnsetBenchTime)site).Bench;
        bench.Backlog = () => journal.Status().Sum(status => status.Backlog);
        bench.Lost.Register(lifetime.StopApplication);
        bench.Begin();
    }

    /// <summary>
    /// The bug that tests plant: what was under way when the process was killed is taken for delivered.
    /// </summary>
    private static void DropLastBatchIfPlanted(JournalStore journal)
    {
        if (!PlantedBugs.Is(PlantedBug.DropLastBatch))
            return;
        foreach (var stream in Enum.GetValues<JournalStream>())
        {
            if (journal.FirstUnsettled(stream, 1) is { } gap)
                journal.Settle(stream, gap.First, journal.LastSequence(stream), Outcome.Stored);
        }
    }

    private static async Task EndAsync(IEnumerable<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException)
        {
            // They were asked to stop.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Journal {Journal} begins: {Why}.")]
        public static partial void NewJournal(ILogger logger, string journal, string why);

        [LoggerMessage(2, LogLevel.Information, "Stopped; everything not delivered stays in the journal.")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(3, LogLevel.Critical, "The gateway stops because a part of it failed. It starts again on "
            + "the same journal.")]
        public static partial void Failed(ILogger logger, Exception e);

        [LoggerMessage(4, LogLevel.Critical, "{Loop} hangs: the watchdog hears nothing until it has come round, and "
            + "systemd restarts the gateway on the same journal.")]
        public static partial void Hangs(ILogger logger, string loop);
    }
}
