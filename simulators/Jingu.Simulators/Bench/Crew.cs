using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Jingu.Simulators.Bench.Children;
using Jingu.Simulators.Bench.Files;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.Devices;
using Jingu.Simulators.Faults;
using Jingu.Simulators.Report;
using Jingu.Time;
using Jingu.Time.Bench;

namespace Jingu.Simulators.Bench;

/// <summary>
/// The programs under test of one run: mosquitto, the aggregator and the gateways, each in its folder, each gateway
/// behind a relay of its own. Faults happen to them here; the clock is told whose backlog must not hold it. Not safe
/// from several threads.
/// </summary>
internal sealed class Crew : IVictims, IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TakeMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KnockEvery = TimeSpan.FromMilliseconds(20);

    private const int BootIdSize = 16;

    /// <summary>A clock without a battery; the odd minutes make polls fall beside the quarter hours.</summary>
    private static readonly DateTimeOffset UnsetClockShows = new(1970, 1, 1, 0, 7, 13, TimeSpan.Zero);

    private readonly Dictionary<string, ChildStart> _starts = [];
    private readonly Dictionary<string, Relay> _relays = [];
    private readonly Dictionary<string, string> _gatewayFiles = [];
    private readonly Dictionary<string, int> _down = [];
    private readonly HashSet<string> _cut = [];
    private readonly List<JournalStatistics> _replaced = [];
    private readonly List<ActionReport> _actionsOfReplaced = [];
    private readonly VirtualCampus _campus;
    private readonly ProgramPaths _paths;
    private readonly Children.Children _children;
    private readonly ClockServer _clock;
    private readonly MachineTime _machine;
    private readonly IPEndPoint _broker;

    public Crew(
        CrewPlan plan,
        VirtualCampus campus,
        ProgramPaths paths,
        Children.Children children,
        ClockServer clock,
        MachineTime machine)
    {
        (_campus, _paths, _children, _clock, _machine) = (campus, paths, children, clock, machine);
        _broker = new(IPAddress.Loopback, plan.BrokerPort);
        Dashboard = plan.Dashboard;
        var broker = plan.Folder.Of(FaultFile.Broker);
        _starts[FaultFile.Broker] = new(
            FaultFile.Broker, paths.Broker, ["-c", BrokerFile.Write(broker, plan.BrokerPort)], broker, null);
        var aggregator = plan.Folder.Of(FaultFile.Aggregator);
        AggregatorFile = AggregatorFiles.Write(
            aggregator, campus.Plan, plan.KeyLines, plan.Signing, plan.BrokerPort, plan.Dashboard, plan.Influx);
        Add(FaultFile.Aggregator, paths.Aggregator, aggregator, "jingu-aggregator ready", AggregatorFile);
        foreach (var gateway in campus.Plan.Gateways)
        {
            var (name, folder) = (gateway.Value, plan.Folder.Of(gateway.Value));
            _relays[name] = new(_broker, machine);
            _gatewayFiles[name] = GatewayFiles.Write(
                folder, campus, gateway, plan.KeyLines[name], plan.Signing, _relays[name].Port, plan.Period,
                plan.PaceLines);
            Add(name, paths.Edge, folder, "jingu-edge ready", _gatewayFiles[name]);
        }
    }

    /// <summary>Address of the aggregator's pages and API.</summary>
    public Uri Dashboard { get; }

    /// <summary>What the aggregator is configured with.</summary>
    public string AggregatorFile { get; }

    /// <summary>The journals of cards that were taken out, as they were then.</summary>
    public IReadOnlyList<JournalStatistics> Replaced => _replaced;

    /// <summary>Starts the broker, then the aggregator.</summary>
    public async Task StartOfficeAsync(CancellationToken stop)
    {
        await UpAsync(FaultFile.Broker, stop);
        await UpAsync(FaultFile.Aggregator, stop);
    }

    /// <summary>Starts the gateways together.</summary>
    public Task StartGatewaysAsync(CancellationToken stop) =>
        Task.WhenAll(_gatewayFiles.Keys.Select(gateway => StartAsync(gateway, stop)));

    /// <summary>What the journals of all gateways say now.</summary>
    public async Task<IReadOnlyList<JournalStatistics>> JournalsAsync(CancellationToken stop)
    {
        var journals = new List<JournalStatistics>();
        foreach (var gateway in _gatewayFiles.Keys)
            journals.Add(await JournalAsync(gateway, stop));
        return journals;
    }

    /// <summary>What all gateways have recorded of switchings, those on replaced cards included.</summary>
    public async Task<IReadOnlyList<ActionReport>> ActionsAsync(CancellationToken stop)
    {
        var actions = new List<ActionReport>(_actionsOfReplaced);
        foreach (var gateway in _gatewayFiles.Keys)
            actions.AddRange(await ActionsAsync(gateway, stop));
        return actions;
    }

    /// <summary>Whether persons reach the aggregator, and it the broker.</summary>
    public bool IsOfficeOpen => !IsDown(FaultFile.Broker) && !IsDown(FaultFile.Aggregator);

    /// <summary>Whether what the aggregator sends reaches a gateway at once.</summary>
    public bool IsReached(string gateway) => IsOfficeOpen && !IsDown(gateway) && !_cut.Contains(gateway);

    /// <summary>
    /// Waits until a gateway has taken a policy or command, by its own file. What it cannot be sent now, it gets when
    /// it is reached again: that is not waited for.
    /// </summary>
    public async Task UntilTakenAsync(string gateway, Func<TakenStatus, bool> isTaken, CancellationToken stop)
    {
        for (var began = _machine.GetTimestamp(); IsReached(gateway) && !isTaken(await TakenAsync(gateway, stop));)
        {
            if (_machine.GetElapsedTime(began) > TakeMax)
            {
                throw new BenchException(
                    ExitCodes.PromiseBroken,
                    $"{gateway} has not taken what was sent to it {TakeMax.TotalSeconds:0} s ago. "
                    + "Its log lies in the working folder.");
            }
            await Task.Delay(KnockEvery, _machine, stop);
        }
    }

    public async Task DownAsync(string program, bool politely)
    {
        _down[program] = _down.GetValueOrDefault(program) + 1;
        if (_down[program] > 1)
            return;
        SetExceptions();
        if (politely)
            await _children.Of(program).StopAsync(StopMax);
        else
            await _children.Of(program).KillAsync();
    }

    public async Task UpAsync(string program, CancellationToken stop)
    {
        _down[program] = Math.Max(0, _down.GetValueOrDefault(program) - 1);
        if (_down[program] > 0)
            return;
        await StartAsync(program, stop);
        SetExceptions();
    }

    public async Task TakeCardAsync(string gateway, CancellationToken stop)
    {
        _replaced.Add(await JournalAsync(gateway, stop));
        _actionsOfReplaced.AddRange(await ActionsAsync(gateway, stop));
        var folder = _starts[gateway].Folder;
        foreach (var file in Directory.EnumerateFiles(folder, GatewayFiles.Journal + "*"))
            File.Delete(file);
    }

    public void UnsetClock(string gateway, DateTimeOffset from, DateTimeOffset until)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{gateway} {from.UtcTicks}")));
        var boot = new BenchBoot(Convert.ToHexStringLower(id.AsSpan(0, BootIdSize)), from, UnsetClockShows, until);
        _starts[gateway] = _starts[gateway] with { Environment = (BenchBoot.Variable, boot.ToString()) };
    }

    public void Cut(string gateway)
    {
        _relays[gateway].Cut();
        _cut.Add(gateway);
        SetExceptions();
    }

    public void Mend(string gateway)
    {
        _relays[gateway].Mend();
        _cut.Remove(gateway);
        SetExceptions();
    }

    public void SetSilent(string meter, bool isSilent) => _campus.SetSilent(new(meter), isSilent);

    public void SetStuck(string point, bool isStuck) => _campus.SetStuck(new(point), isStuck);

    public void SetFailed(string lamp, bool hasFailed) => _campus.SetFailed(new(lamp), hasFailed);

    public void PowerUpOff(string board) => _campus.PowerUpOff(board);

    public void SetGone(string board, bool isGone) => _campus.SetGone(board, isGone);

    public void SetTrouble(string inverter, InverterTrouble trouble) => _campus.SetTrouble(new(inverter), trouble);

    /// <summary>Stops all in the order in which readings travel.</summary>
    public async Task StopAllAsync()
    {
        await _children.StopAsync(_gatewayFiles.Keys);
        await _children.StopAsync([FaultFile.Aggregator]);
        await _children.StopAsync([FaultFile.Broker]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays.Values)
            await relay.DisposeAsync();
    }

    private void Add(string name, string program, string folder, string ready, string config) =>
        _starts[name] = new(
            name, program, ["run", "--config", config, "--bench", _clock.EndPoint.ToString()], folder, ready);

    private async Task StartAsync(string program, CancellationToken stop)
    {
        if (program != FaultFile.Broker)
            _clock.Expect(program);
        var child = await _children.StartAsync(_starts[program]);
        var complaint = program == FaultFile.Broker
            ? await ListensAsync(child, stop)
            : await child.ReadyAsync(ReadyMax, stop);
        if (complaint is not null)
            throw new BenchException(ExitCodes.PromiseBroken, complaint);
    }

    /// <summary>mosquitto says nothing that could be relied on when it is ready: knock.</summary>
    private async Task<string?> ListensAsync(Child child, CancellationToken stop)
    {
        for (var began = _machine.GetTimestamp(); _machine.GetElapsedTime(began) < ReadyMax;)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(_broker, stop);
                return null;
            }
            catch (SocketException) when (child.DiedByItself)
            {
                return child.Obituary();
            }
            catch (SocketException)
            {
                await Task.Delay(KnockEvery, _machine, stop);
            }
        }
        return $"The broker does not listen on {_broker}.\n{child.LastLines()}";
    }

    private async Task<TakenStatus> TakenAsync(string gateway, CancellationToken stop) => TakenStatus.Parse(
        await ProgramOutput.ReadAsync(_paths.Edge, ["status", "--config", _gatewayFiles[gateway], "--json"], stop));

    private async Task<JournalStatistics> JournalAsync(string gateway, CancellationToken stop) =>
        JournalStatistics.Parse(
        await ProgramOutput.ReadAsync(_paths.Edge, ["journal", "--config", _gatewayFiles[gateway], "--json"], stop));

    private async Task<ImmutableArray<ActionReport>> ActionsAsync(string gateway, CancellationToken stop) =>
        SwitchActions.Read(gateway, await ProgramOutput.ReadAsync(
            _paths.Edge, ["journal", "--config", _gatewayFiles[gateway], "--export", "events"], stop));

    private void SetExceptions() =>
        _clock.ExceptFromBacklog(new HashSet<string>(
            IsDown(FaultFile.Broker) || IsDown(FaultFile.Aggregator) ? _gatewayFiles.Keys : _cut));

    private bool IsDown(string program) => _down.GetValueOrDefault(program) > 0;
}
