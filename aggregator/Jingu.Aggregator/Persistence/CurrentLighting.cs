using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Contracts.Commands;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Lighting zones as people look at them: at this moment, and what they saved over days; kept for seconds and shared by
/// all who ask. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class CurrentLighting : IDisposable
{
    private static readonly TimeSpan NowAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReportAge = TimeSpan.FromSeconds(10);

    /// <summary>Orders are shown for so long: they hold a day at most.</summary>
    private static readonly TimeSpan OrdersFor = TimeSpan.FromDays(14);

    private const int CommandsMax = 500;
    private const int ProposalsMax = 200;

    private readonly RelationalStore _relational;
    private readonly PolicyStore _policies;
    private readonly ProposalStore _proposals;
    private readonly StoredGateways _gateways;
    private readonly CurrentSite _site;
    private readonly SiteTime _time;
    private readonly StoredLighting _lighting;
    private readonly Kept<LightingNow> _now;
    private readonly KeptByKey<LocalDays, LightingReport> _reports;

    public CurrentLighting(
        RelationalStore relational, PolicyStore policies, ProposalStore proposals, StoredGateways gateways,
        StoredLighting lighting, CurrentSite site, SiteTime time, MachineTime machine)
    {
        (_relational, _policies, _proposals, _gateways) = (relational, policies, proposals, gateways);
        (_lighting, _site, _time) = (lighting, site, time);
        _now = new(MakeAsync, NowAge, machine);
        _reports = new(ReportAge, machine);
    }

    /// <summary>Each zone as it was a few seconds ago at most.</summary>
    public Task<LightingNow> NowAsync(CancellationToken stop) => _now.GetAsync(stop);

    /// <inheritdoc cref="StoredLighting.MakeAsync"/>
    public Task<LightingReport> ReportAsync(LocalDays days, CancellationToken stop) =>
        _reports.GetAsync(days, _lighting.MakeAsync, stop);

    /// <summary>Something has changed: whoever asks next sees it.</summary>
    public void Forget()
    {
        _now.Forget();
        _reports.Forget();
    }

    public void Dispose()
    {
        _now.Dispose();
        _reports.Dispose();
    }

    private async Task<LightingNow> MakeAsync(CancellationToken stop)
    {
        var (site, now) = (_site.Site, _time.GetUtcNow());
        var zones = new ZonesNow(
            await _gateways.AllAsync(stop),
            await _relational.LastOfSubjectsAsync(ZonesNow.OverrideKinds, now - OpenAlarms.LookBack, stop),
            await _relational.LastOfSubjectsAsync(ZonesNow.FaultKinds, now - OpenAlarms.LookBack, stop), now);
        return new(
            1, site.Id.Value, now,
            zones.All([
                .. site.Zones.Select(zone => (zone.Id.Value, zone.Name, zone.NameEn, zone.Building.Value)),
            ]),
            [
                .. from proposal in await _proposals.NewestAsync(ProposalsMax, stop)
                   where proposal.StateAt(now) == ProposalState.Open
                   let asked = proposal.Action as CommandAction.OverrideZone
                   where asked is { Light: not null, Until: not null }
                   select new ZoneProposal(
                       proposal.Id, asked.Zone, asked.Light!.Value, asked.Until!.Value, proposal.By.Name,
                       proposal.Reason, proposal.Until),
            ],
            [
                .. from stored in await _policies.RecentCommandsAsync(now - OrdersFor, CommandsMax, stop)
                   let order = stored.Command.Action as CommandAction.OverrideZone
                   where order is not null
                   select new ZoneCommand(
                       stored.Command.Id, stored.Command.Gateway.Value, order.Zone, order.Light, order.Until,
                       stored.Command.By, stored.Command.Reason, stored.Command.Issued, stored.StateAt(now),
                       stored.AnsweredAt, stored.Answer),
            ]);
    }
}
