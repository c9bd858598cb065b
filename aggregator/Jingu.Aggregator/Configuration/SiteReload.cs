using Jingu.Aggregator.Ingest;

namespace Jingu.Aggregator.Configuration;

/// <summary>
/// Reloads site.yaml, whole or not at all, and then asks for parked entries to be taken up. Safe from any thread.
/// </summary>
internal sealed partial class SiteReload(CurrentSite site, IngestQueue queue, ILogger<SiteReload> log)
{
    public void Reload()
    {
        var complaints = site.Reload();
        foreach (var complaint in complaints)
            Log.Refused(log, complaint);
        if (!complaints.IsEmpty)
            return;
        Log.Reloaded(log, site.Site.Meters.Length, site.Site.Points.Length);
        queue.AskTakeUp();
    }

    private static partial class Log
    {
        [LoggerMessage(131, LogLevel.Error, "The site stays as it was, its file is refused: {Complaint}")]
        public static partial void Refused(ILogger log, string complaint);

        [LoggerMessage(132, LogLevel.Information, "The site was loaded again: {Meters} meters, {Points} points.")]
        public static partial void Reloaded(ILogger log, int meters, int points);
    }
}
