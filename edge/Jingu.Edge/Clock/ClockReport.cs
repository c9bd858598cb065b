using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;
using Jingu.Time.Kernel;

namespace Jingu.Edge.Clock;

/// <summary>What <c>check</c> and <c>status</c> tell about the clock.</summary>
/// <param name="Trust">What it is worth right now.</param>
/// <param name="Uncertainty">It is right to within this; null while nobody vouches for it.</param>
/// <param name="MayDateTurnAndCut">False: readings wait for their instants, no month turns, nothing is cut.</param>
/// <param name="Boot">The boot by the kernel's id.</param>
/// <param name="BootsWithoutOffset">Earlier boots whose entries never got an instant: a case for a person at the
/// aggregator.</param>
/// <param name="Sentence">All of it in words; ends with what to do where something is to be done.</param>
internal sealed record ClockReport(
    ClockTrust Trust, TimeSpan? Uncertainty, bool MayDateTurnAndCut, string Boot, int BootsWithoutOffset,
    string Sentence)
{
    /// <summary>Events that are looked through for the last change of trust.</summary>
    private const int EventsMax = 2000;

    /// <summary>
    /// Since when the gateway has known its clock to be of this trust; null when it was never otherwise as far as its
    /// newest events go back, or when it found it so on a clock without trust.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>As the other, with what the gateway's file remembers.</summary>
    public static ClockReport Make(IBootClock boot, SiteTime site, ClockOptions options, JournalStore journal)
    {
        var report = Make(boot, site, options, journal.ReadBoots());
        var last = journal.LastSequence(JournalStream.Events);
        var batch = journal.Read(
            JournalStream.Events, Math.Max(journal.FirstKept(JournalStream.Events, 1) ?? 1, last - EventsMax + 1), last,
            EventsMax, int.MaxValue);
        var changed = batch.Entries.Select(body => EntryCodec.Decode(body, _ => null)).OfType<Entry.Event>()
            .Select(entry => entry.Item).LastOrDefault(happened => happened.Kind == EventKinds.ClockTrustChanged);
        return changed?.Facts.GetValueOrDefault("trust") == ClockKeeper.Name(report.Trust)
            ? report with { Since = changed.Instant }
            : report;
    }

    /// <summary>
    /// Asks the kernel now, and for the rest what the gateway's file remembers (none: <c>[]</c>). Writes nothing, and
    /// works beside a running gateway.
    /// </summary>
    public static ClockReport Make(
        IBootClock boot, SiteTime site, ClockOptions options, ImmutableArray<BootRecord> boots)
    {
        var keeper = new ClockKeeper(default, boot, site, options, boots);
        var look = keeper.Look();
        var undated = boots.Count(
            record => record.Kernel != boot.Boot && record is { UndatedFrom: not null, Begun: null });
        return new(
            look.State.Trust, look.State.Uncertainty, look.State.Trust.MayDateTurnAndCut(), boot.Boot, undated,
            Words(look, options) + (undated == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $" {undated} earlier boots never got an offset: give it with 'jingu-aggregator boot'.")));
    }

    private static string Words(ClockLook look, ClockOptions options)
    {
        var kept = options.KeptBy is { } by && look.State.Trust == ClockTrust.Rtc ? $"kept by {by}, " : "";
        return look.State.Uncertainty is { } uncertainty
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{ClockKeeper.Name(look.State.Trust)}, right to {uncertainty.TotalSeconds:0.###} s "
                    + $"({kept}{look.Detail}).")
            : $"unset ({look.Detail}): readings wait for their instants, no month turns and nothing is cut. "
                + "Give the gateway a time service such as chrony, or a real-time clock.";
    }
}
