using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Contracts.Events;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>
/// Which cases are open, by what a gateway recorded and by what it tells; and on what ledgers stand. Pure.
/// </summary>
internal static class MeterCases
{
    private static readonly FrozenDictionary<string, string> Doubts = new Dictionary<string, string>
    {
        [EventKinds.RegisterFell] = "fell",
        [EventKinds.RegisterImplausible] = "implausible",
        [EventKinds.MeterChanged] = "other-meter",
    }.ToFrozenDictionary();

    /// <summary>What begins a case, and what ends it.</summary>
    public static ImmutableArray<string> Kinds =>
        [.. Doubts.Keys, EventKinds.RegisterRecovered, EventKinds.CaseSettled, EventKinds.MeterReplaced];

    /// <summary>What puts a ledger onto another epoch.</summary>
    public static ImmutableArray<string> EpochKinds =>
    [
        EventKinds.LedgerOpened, EventKinds.MultiplierChanged, EventKinds.CaseSettled, EventKinds.MeterReplaced,
    ];

    /// <param name="last">The last event of each point, of <see cref="Kinds"/>; of one gateway.</param>
    /// <param name="state">What the gateway told last: newer than an event, it closes and opens cases too, because a
    /// settled register may be in doubt again at once.</param>
    public static ImmutableArray<MeterCase> Open(
        IEnumerable<RecordedEvent> last, GatewayState? state, Func<string, LedgerStand?> stands)
    {
        var told = (state?.Points ?? []).DistinctBy(point => point.Id).ToDictionary(point => point.Id);
        var cases = ImmutableArray.CreateBuilder<MeterCase>();
        foreach (var recorded in last)
        {
            var point = recorded.Event.Subject;
            var now = told.GetValueOrDefault(point);
            if (!Doubts.TryGetValue(recorded.Event.Kind, out var doubt)
                || Number(recorded, "case") is not { } number
                || (now is not null && now.Case?.Number != number && state!.At > recorded.Event.Instant))
            {
                continue;
            }
            told.Remove(point);
            cases.Add(new(number, point, doubt, recorded.Event.Instant, recorded.Event.Text, stands(point), now));
        }
        cases.AddRange(
            from now in told.Values
            where now.Case is not null
            select new MeterCase(now.Case!.Number, now.Id, now.Case.Doubt, null, null, stands(now.Id), now));
        return [.. cases.OrderBy(open => open.Number)];
    }

    /// <summary>The epoch that an event put a ledger onto; null where it does not say.</summary>
    public static LedgerStand? StandOf(RecordedEvent recorded) => Number(recorded, "epoch") is { } epoch
        ? new(recorded.Journal.ToString(), (int)epoch)
        : null;

    private static long? Number(RecordedEvent recorded, string fact) => long.TryParse(
        EnforcementReport.Fact(recorded, fact), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;
}
