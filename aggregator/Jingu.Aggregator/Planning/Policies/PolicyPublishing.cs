using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Time;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>
/// Publishes each gateway's desired state when its content, key or term asks for it, after every connection, and again
/// while no receipt comes; sends commands until they are answered or their time is over. What is sent was stored
/// before, the leases granted in it too. One look at a time, by a task of its own or by whoever asks for one.
/// </summary>
/// <remarks>
/// On a bench's clock a look makes policies only where somebody imported, ordered or asked: when a machine's timer
/// comes round is no instant of site time, and two runs of one seed would differ by it.
/// </remarks>
internal sealed partial class PolicyPublishing(
    AggregatorSettings settings, CurrentSite site, Plans plans, PolicyStore store, LeaseStore leases, Desk desk,
    DemandStore demand, DemandDesk demandDesk, Broker broker, Publish publish, SiteTime siteTime,
    MachineTime machineTime, ILogger<PolicyPublishing> log)
    : BackgroundService
{
    /// <summary>How often it looks without any other cause.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>A policy that holds no longer than this is issued anew.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The first wait for an answer; doubles with every time something is sent.</summary>
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(4);

    /// <summary>Where the doubling ends for a command.</summary>
    public static readonly TimeSpan ResendAfterMax = TimeSpan.FromMinutes(1);

    /// <summary>Where the doubling ends for a policy, which the broker keeps for a gateway that is away.</summary>
    public static readonly TimeSpan PolicyResendAfterMax = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Dictionary<GatewayId, (long Version, Sending Sending)> _published = [];
    private readonly Dictionary<string, Sending> _sent = [];
    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile bool _connectedAnew;
    private volatile bool _isAsked = true;

    public override void Dispose()
    {
        _wake.Dispose();
        _looking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Signing.IsEmpty)
        {
            Log.NoKey(log);
            return;
        }
        plans.Imported += OnAsked;
        desk.Issued += OnAsked;
        demandDesk.Changed += OnAsked;
        leases.Reported += Wake;
        broker.Connected += OnConnected;
        await using var timer = machineTime.CreateTimer(_ => Wake(), null, LookEvery, LookEvery);
        while (true)
        {
            try
            {
                await LookAsync(isAsked: false, stoppingToken);
            }
            catch (SqliteException e)
            {
                Log.Held(log, e.Message);
            }
            await _wake.WaitAsync(stoppingToken);
        }
    }

    /// <summary>
    /// Makes what is to be made and sends what is due. When it returns, the policies that follow from what was stored
    /// before are stored, and the broker has them if it is connected; without a key there are none. Safe from any
    /// thread.
    /// </summary>
    public Task LookAsync(CancellationToken stop) =>
        settings.Signing.IsEmpty ? Task.CompletedTask : LookAsync(isAsked: true, stop);

    private async Task LookAsync(bool isAsked, CancellationToken stop)
    {
        await _looking.WaitAsync(stop);
        try
        {
            if (_connectedAnew)
            {
                _connectedAnew = false;
                _published.Clear();
            }
            // Before policies are made: the one that includes an extension leaves before its command, whatever is
            // stored in between.
            var waiting = await store.CommandsAsync(null, siteTime.GetUtcNow(), stop);
            if (isAsked || _isAsked || !siteTime.IsBench)
            {
                foreach (var refused in await desk.EnterBookedAsync(stop))
                    Log.NotEntered(log, refused);
                _isAsked = false;
                await MakeAsync(stop);
            }
            if (!broker.IsConnected)
                return;
            await PublishPoliciesAsync(stop);
            await SendCommandsAsync(waiting, stop);
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task PublishPoliciesAsync(CancellationToken stop)
    {
        foreach (var desired in await store.DesiredAsync(stop))
        {
            Sending? before = _published.TryGetValue(desired.Gateway, out var last) && last.Version == desired.Version
                ? last.Sending
                : null;
            if ((before is not null && desired.IsAnswered) || WaitOfNext(before, PolicyResendAfterMax) is not { } wait)
                continue;
            var message = new MqttMessage(Topics.Desired(site.Site.Id, desired.Gateway), desired.Message)
            {
                Retain = true,
                ContentType = "application/jose+json",
            };
            if (await publish(message, stop) is MqttOutcome.Ok)
                _published[desired.Gateway] = (desired.Version, new(machineTime.GetTimestamp(), wait));
        }
    }

    /// <summary>A new version for every gateway whose content, key or term asks for one.</summary>
    private async Task MakeAsync(CancellationToken stop)
    {
        var now = siteTime.GetUtcNow();
        var plan = await plans.CurrentAsync(null, stop);
        var numbers = await store.NumbersAsync(site.Site.Units.Select(unit => unit.Id), GrantCode.UnitsMax, stop);
        var stored = (await store.DesiredAsync(stop)).ToDictionary(desired => desired.Gateway);
        var today = Instant.FromDateTimeOffset(now).InZone(site.Site.Zone).Date;
        var books = await leases.TurnAsync(
            Sharing.Of(site.Site, plan, today, [.. stored.Values.Select(desired => desired.State)]),
            site.Site.OutageDays, stop);
        var key = settings.Signing[0];
        var ordered = await demand.AllAsync(stop);
        foreach (var gateway in settings.Keys.Keys)
        {
            var before = stored.GetValueOrDefault(gateway);
            var made = DesiredMaking.Make(site.Site, plan, gateway, numbers, books, now);
            made = made with { DemandResponse = DesiredMaking.Events(made, ordered, now) };
            var applied = await store.AppliedAsync(gateway, stop) ?? 0;
            if (before is not null && before.Key == key.Name && before.Version >= applied
                && before.State.NotAfter - now > RenewBefore && before.State.SaysTheSameAs(made))
            {
                continue;
            }
            // Never below what the gateway runs: it would refuse it, as after this store was restored from a copy.
            var state = made.Stamped(Math.Max(before?.Version ?? 0, applied) + 1, made.Issued, made.NotAfter);
            if (state.Faults() is [var fault, ..])
            {
                Log.Faulty(log, gateway.Value, fault);
                continue;
            }
            var message = Jws.Sign(DesiredStateJson.Write(state), DesiredState.Type, key);
            if (await store.TrySaveAsync(state, key.Name, message, stop))
                Log.NewVersion(log, gateway.Value, state.Version);
        }
    }

    private async Task SendCommandsAsync(IReadOnlyCollection<StoredCommand> waiting, CancellationToken stop)
    {
        var now = siteTime.GetUtcNow();
        foreach (var gone in _sent.Keys.Except(waiting.Select(stored => stored.Command.Id)).ToList())
            _sent.Remove(gone);
        foreach (var stored in waiting)
        {
            var command = stored.Command;
            Sending? before = _sent.TryGetValue(command.Id, out var last) ? last : null;
            if (WaitOfNext(before, ResendAfterMax) is not { } wait)
                continue;
            var message = new MqttMessage(Topics.Command(command.Site, command.Gateway), stored.Message)
            {
                Expiry = TimeSpan.FromSeconds(Math.Max(1, Math.Floor((command.NotAfter - now).TotalSeconds))),
                ContentType = "application/jose+json",
            };
            if (await publish(message, stop) is MqttOutcome.Ok)
                _sent[command.Id] = new(machineTime.GetTimestamp(), wait);
        }
    }

    /// <summary>How long to wait for an answer after sending now; null while it is too early to send again.</summary>
    private TimeSpan? WaitOfNext(Sending? before, TimeSpan max) => before switch
    {
        null => ResendAfter,
        { } sending when machineTime.GetElapsedTime(sending.SentAt) < sending.Wait => null,
        { } sending => sending.Wait * 2 < max ? sending.Wait * 2 : max,
    };

    private void OnAsked()
    {
        _isAsked = true;
        Wake();
    }

    private void OnConnected()
    {
        _connectedAnew = true;
        Wake();
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or stopped.
        }
    }

    /// <param name="SentAt">Machine time of the last sending, as a timestamp.</param>
    /// <param name="Wait">How long its answer is waited for.</param>
    private readonly record struct Sending(long SentAt, TimeSpan Wait);

    private static partial class Log
    {
        [LoggerMessage(
            201, LogLevel.Warning,
            "No key signs policies: gateways get none and cut nothing. Make one with 'jingu-aggregator enroll'.")]
        public static partial void NoKey(ILogger log);

        [LoggerMessage(202, LogLevel.Information, "Policy version {Version} of gateway {Gateway} is issued.")]
        public static partial void NewVersion(ILogger log, string gateway, long version);

        [LoggerMessage(
            203, LogLevel.Error,
            "No policy can be made for gateway {Gateway}: {Fault}. Correct it in planning; the one before stays.")]
        public static partial void Faulty(ILogger log, string gateway, string fault);

        [LoggerMessage(204, LogLevel.Error, "Policies and commands wait, the relational store failed: {Why}")]
        public static partial void Held(ILogger log, string why);

        [LoggerMessage(205, LogLevel.Error, "A used grant code is not among the adjustments yet: {Why}")]
        public static partial void NotEntered(ILogger log, string why);
    }
}
