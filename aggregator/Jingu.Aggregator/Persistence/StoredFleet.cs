using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what a gateway and its meters are told from, kept for seconds and shared by all who ask. Safe from any
/// thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredFleet(
    StoredCampus campus, StoredGateways gateways, AggregatorSettings settings, IReadingStore readings,
    RelationalStore relational, PolicyStore policies, CurrentSite site, SiteTime time, MachineTime machine)
{
    private const int OrdersMax = 500;
    private const int ChangesMax = 50;
    private const int HistoryMax = 30;

    /// <summary>As long as a gateway keeps its own record of it (design.md, section 4).</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(400);

    private static readonly TimeSpan OrdersFor = TimeSpan.FromDays(30);
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<GatewayId, Kept<GatewaySheet>> _sheets = [];

    /// <summary>The gateway as it was a few seconds ago at most; null where none of that id is enrolled.</summary>
    public async Task<GatewaySheet?> GetAsync(string id, CancellationToken stop) =>
        settings.Keys.Keys.FirstOrDefault(gateway => gateway.Value == id) is { Value: not null } known
            ? await _sheets.GetOrAdd(known, gateway => new(token => MakeAsync(gateway, token), Age, machine))
                .GetAsync(stop)
            : null;

    /// <summary>A metering point of site.yaml; null where there is none of that id.</summary>
    public async Task<PointSheet?> PointAsync(string point, CancellationToken stop) =>
        GatewayOf(point) is { } gateway && await GetAsync(gateway.Value, stop) is { } sheet
            ? sheet.Meters.SelectMany(meter => meter.Points).FirstOrDefault(each => each.Id == point)
            : null;

    /// <summary>Something was ordered about a metering point: whoever asks next sees it.</summary>
    public void Forget(string point)
    {
        if (GatewayOf(point) is { } gateway && _sheets.TryGetValue(gateway, out var kept))
            kept.Forget();
    }

    private GatewayId? GatewayOf(string point) =>
        site.Site.Points.FirstOrDefault(known => known.Id.Value == point) is { } found
            ? site.Site.Meters.First(meter => meter.Id == found.Meter).Gateway
            : null;

    private async Task<GatewaySheet> MakeAsync(GatewayId id, CancellationToken stop)
    {
        var (known, now) = (site.Site, time.GetUtcNow());
        var gateway = (await gateways.AllAsync(stop)).First(each => each.Id == id.Value);
        async Task<Dictionary<string, RecordedEvent>> LastAsync(ImmutableArray<string> kinds) =>
            (await relational.LastOfSubjectsAsync(kinds, now - LookBack, stop))
            .Where(recorded => recorded.Gateway == id).ToDictionary(recorded => recorded.Event.Subject);
        var doubts = await LastAsync(MeterCases.Kinds);
        var epochs = await LastAsync(MeterCases.EpochKinds);
        var answers = await readings.LastAnswersAsync(stop);
        var told = (gateway.State?.Points ?? []).ToLookup(point => point.Id);
        var meters = ImmutableArray.CreateBuilder<MeterSheet>();
        foreach (var meter in known.Meters.Where(meter => meter.Gateway == id))
        {
            var last = answers.TryGetValue(meter.Id, out var at) ? at : (DateTimeOffset?)null;
            var sample = last is { } from
                && await readings.SamplesAsync(meter.Id, from, from.AddMilliseconds(1), stop) is [.., var newest]
                ? newest
                : null;
            var points = ImmutableArray.CreateBuilder<PointSheet>();
            foreach (var point in known.Points.Where(point => point.Meter == meter.Id))
            {
                points.Add(await PointAsync(
                    point, epochs.GetValueOrDefault(point.Id.Value), told[point.Id.Value].FirstOrDefault(), now, stop));
            }
            meters.Add(new(
                meter.Id.Value, meter.Building.Value, last, sample?.Quality,
                gateway.State?.Meters.FirstOrDefault(health => health.Id == meter.Id.Value), points.ToImmutable()));
        }
        var stands = meters.SelectMany(meter => meter.Points).ToDictionary(point => point.Id, point => point.Stands);
        return new(
            1, now, gateway,
            [.. (await campus.GetAsync(stop)).Alarms.Where(alarm => alarm.Gateway == id.Value)],
            meters.ToImmutable(),
            MeterCases.Open(doubts.Values, gateway.State, point => stands.GetValueOrDefault(point)),
            await relational.LastMeterChangesAsync(id, ChangesMax, known.Zone, stop),
            await relational.LastEventsAsync(id, GatewaySheet.HistoryKinds, HistoryMax, stop))
        {
            Orders =
            [
                .. (await policies.RecentCommandsAsync(now - OrdersFor, OrdersMax, stop))
                    .Where(stored => stored.Command.Gateway == id).Select(stored => OrderOf(stored, now))
                    .OfType<MeterCommand>(),
            ],
        };
    }

    private static MeterCommand? OrderOf(StoredCommand stored, DateTimeOffset now)
    {
        var command = stored.Command;
        var (point, action) = command.Action switch
        {
            CommandAction.ReplaceMeter replace => (replace.Point, "replace-meter"),
            CommandAction.SettleCase settle => (settle.Point, "settle-case"),
            _ => (null, ""),
        };
        return point is null
            ? null
            : new(
                command.Id, point, action, command.By, command.Reason, command.Issued, command.NotAfter,
                stored.StateAt(now), stored.AnsweredAt,
                stored.Answer);
    }

    private async Task<PointSheet> PointAsync(
        Point point, RecordedEvent? epoch, PointState? told, DateTimeOffset now, CancellationToken stop)
    {
        var last = await readings.LastIntervalAsync(point.Id, now, stop);
        var interval = last?.Interval;
        var stands = last is null ? null : new LedgerStand(last.Origin.Journal.ToString(), last.Interval.Epoch);
        // An interval of before is the last one until the quarter hour of the change is over.
        if (epoch is not null && MeterCases.StandOf(epoch) is { } changed
            && (stands is null || epoch.Event.Instant >= interval!.End
                || (changed.Journal == stands.Journal && changed.Epoch > stands.Epoch)))
        {
            stands = changed;
        }
        return new(
            point.Id.Value, Words.Of(point.Resource), Words.Of(point.Role), point.Unit?.Value, interval?.End,
            interval?.Register, interval?.Total, interval?.Quality, stands, told);
    }
}
