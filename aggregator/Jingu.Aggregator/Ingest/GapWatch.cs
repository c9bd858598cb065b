using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Wire;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Asks gateways to send again what is absent although later entries are here. In ordinary life a gateway sends again
/// by itself; this finds what it believes acknowledged and we lost, such as after the relational store was restored
/// from a backup.
/// </summary>
internal sealed partial class GapWatch(
    AggregatorSettings settings,
    CurrentSite site,
    RelationalStore relational,
    Publish publish,
    MachineTime time,
    ILogger<GapWatch> log) : BackgroundService
{
    /// <summary>How often streams are looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A gap younger than this may be entries on their way; then asked for, and again after twice as long.
    /// </summary>
    public static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);

    /// <summary>Where the doubling ends: what a lost journal never sent stays absent for ever.</summary>
    public static readonly TimeSpan AskAfterMax = TimeSpan.FromHours(1);

    /// <summary>Gaps of one stream that are followed at a time.</summary>
    public const int GapsMax = 16;

    /// <summary>By stream and the first sequence that is absent.</summary>
    private Dictionary<(StreamKey, long), Gap> _gaps = [];

    /// <summary>Looks at all streams once.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        var open = new Dictionary<(StreamKey, long), Gap>();
        foreach (var (key, stored) in await relational.AllCommittedAsync(stop))
        {
            var here = stored.Add(await relational.ParkedAsync(key, stop));
            foreach (var hole in here.Holes().Take(GapsMax))
            {
                var gap = _gaps.TryGetValue((key, hole.First), out var before)
                    ? before with { Hole = hole }
                    : new(hole, time.GetTimestamp(), AskAfter);
                open[(key, hole.First)] = time.GetElapsedTime(gap.Since) < gap.Wait
                    ? gap
                    : await AskAsync(key, gap, stop);
            }
        }
        _gaps = open;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (SqliteException e)
            {
                Log.Unread(log, e.Message);
            }
        }
    }

    /// <summary>Asks for a gap; returns it with its next wait.</summary>
    private async Task<Gap> AskAsync(StreamKey key, Gap gap, CancellationToken stop)
    {
        var wait = gap.Wait * 2 < AskAfterMax ? gap.Wait * 2 : AskAfterMax;
        var asked = gap with { Since = time.GetTimestamp(), Wait = wait };
        if (!settings.Keys.TryGetValue(key.Gateway, out var secret))
            return asked;
        Log.Asked(log, key.Gateway.Value, key.Stream, gap.Hole.First, gap.Hole.Last);
        var header = new EnvelopeHeader(
            site.Site.Id, key.Gateway, false, EnvelopeKind.Resend, key.Journal, key.Stream, 0, 0, default, "");
        var content = AcknowledgementCodec.EncodeResend(key.Stream, gap.Hole.First, gap.Hole.Last);
        // Lost on the way: asked again after the wait.
        await publish(new(Topics.Resend(site.Site.Id, key.Gateway), Envelope.Seal(header, content, secret)), stop);
        return asked;
    }

    private sealed record Gap(SequenceRange Hole, long Since, TimeSpan Wait);

    private static partial class Log
    {
        [LoggerMessage(
            141, LogLevel.Warning,
            "{Stream} {First} to {Last} of gateway {Gateway} are absent and later ones are here: asked for again.")]
        public static partial void Asked(ILogger log, string gateway, JournalStream stream, long first, long last);

        [LoggerMessage(142, LogLevel.Warning, "Gaps cannot be looked for: {Why}")]
        public static partial void Unread(ILogger log, string why);
    }
}
