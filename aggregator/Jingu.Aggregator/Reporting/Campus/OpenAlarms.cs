using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Contracts.Events;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Campus;

/// <summary>What of everything that was recorded still stands and asks for a person. Pure.</summary>
internal static class OpenAlarms
{
    /// <summary>How far back an event is looked for that nothing has ended.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(35);

    /// <summary>A gateway that delivers within this is not behind.</summary>
    private const double BacklogHoursMax = 1;

    /// <summary>What begins, and all that ends it for the same subject of the same gateway.</summary>
    private static readonly FrozenDictionary<string, bool> Begins = new Dictionary<string, bool>
    {
        [EventKinds.RegisterFell] = true,
        [EventKinds.RegisterImplausible] = true,
        [EventKinds.MeterChanged] = true,
        [EventKinds.MeterSilent] = false,
        [EventKinds.CounterMissing] = false,
        [EventKinds.PortOverloaded] = false,
        [EventKinds.BoardSilent] = true,
        [EventKinds.PolicyRefused] = true,
    }.ToFrozenDictionary();

    private static readonly ImmutableArray<string> Ends =
    [
        EventKinds.RegisterRecovered, EventKinds.CaseSettled, EventKinds.MeterReplaced, EventKinds.MeterBack,
        EventKinds.CounterBack, EventKinds.PortRelieved, EventKinds.BoardBack, EventKinds.PolicyApplied,
    ];

    /// <summary>The kinds of events to fetch: the last one of each subject tells what stands.</summary>
    public static ImmutableArray<string> Kinds => [.. Begins.Keys, .. Ends, EventKinds.SwitchActionChanged];

    /// <summary>Every kind of alarm that is no plant's, as a word.</summary>
    public static ImmutableArray<string> Words =>
    [
        "gateway-offline", "gateway-silent", "gateway-behind", "clock-untrusted", "policy-missing", "policy-unsigned",
        "approval-asked", "restore-asked", "cut-not-proven", "cut-failed", "restore-not-proven", "restore-failed",
        DeliveryAlarms.GivenUp, DeliveryAlarms.Failing, .. Begins.Keys,
    ];

    /// <param name="last">The last event of each gateway and subject, of <see cref="Kinds"/>.</param>
    /// <param name="files">Of reports, that are not delivered.</param>
    /// <param name="zone">The site's: sentences tell its time.</param>
    /// <returns>Those that a person must act on first, then the newest first.</returns>
    public static ImmutableArray<OpenAlarm> Of(
        IEnumerable<GatewayReport> gateways,
        IEnumerable<StandingReport> standings,
        IEnumerable<RecordedEvent> last,
        IEnumerable<(string Plant, PlantAlarm Alarm)> plants,
        IEnumerable<FileReport> files,
        DateTimeOffset now,
        DateTimeZone zone) =>
    [
        .. gateways.SelectMany(gateway => OfGateway(gateway, now))
            .Concat(standings.Where(standing => !standing.Drill).SelectMany(OfStanding))
            .Concat(last.SelectMany(recorded => OfEvent(recorded, zone)))
            .Concat(plants.Where(each => each.Alarm.End is null).Select(each => new OpenAlarm(
                KindOf(each.Alarm.Kind), each.Plant, null, each.Alarm.Begin, IsSerious: false)))
            .Concat(DeliveryAlarms.Of(files, now))
            .OrderByDescending(alarm => alarm.IsSerious).ThenByDescending(alarm => alarm.Since)
            .ThenBy(alarm => alarm.Subject, StringComparer.Ordinal),
    ];

    private static IEnumerable<OpenAlarm> OfGateway(GatewayReport gateway, DateTimeOffset now)
    {
        OpenAlarm Make(string kind, bool isSerious, DateTimeOffset? since = null) =>
            new(kind, gateway.Id, gateway.Id, since, isSerious);
        if (!gateway.Online)
            yield return Make("gateway-offline", true, gateway.State?.At);
        else if (gateway.IsSilent(now))
            yield return Make("gateway-silent", true, gateway.LastReading);
        if (gateway.State is not { } state)
            yield break;
        if (gateway.Online && gateway.BacklogHours > BacklogHoursMax)
            yield return Make("gateway-behind", false);
        if (state.ClockTrust is "unset" or "untrusted")
            yield return Make("clock-untrusted", true);
        if (state.PolicyStanding is "missing" or "unsigned")
            yield return Make("policy-" + state.PolicyStanding, false);
    }

    private static IEnumerable<OpenAlarm> OfStanding(StandingReport standing)
    {
        OpenAlarm Make(string kind, DateTimeOffset since) =>
            new(kind, standing.Unit, standing.Gateway, since, IsSerious: true) { Unit = standing.Unit };
        if (standing.ApprovalAskedAt is { } asked)
            yield return Make("approval-asked", asked);
        if (standing.Armed)
            yield return Make("restore-asked", standing.At);
    }

    private static IEnumerable<OpenAlarm> OfEvent(RecordedEvent recorded, DateTimeZone zone)
    {
        var happened = recorded.Event;
        if (happened.Kind == EventKinds.SwitchActionChanged)
        {
            var (operation, state) = (EnforcementReport.Fact(recorded, "operation"),
                EnforcementReport.Fact(recorded, "state"));
            // Of a lamp or set point nobody is without supply, and a restore that nobody proved is seen by everybody.
            if (operation is "cut" or "restore" && state is "not-proven" or "failed")
            {
                yield return Make(recorded, $"{operation}-{state}", true, zone) with
                {
                    Unit = EnforcementReport.Fact(recorded, "unit"),
                };
            }
        }
        else if (Begins.TryGetValue(happened.Kind, out var isSerious))
        {
            yield return Make(recorded, happened.Kind, isSerious, zone);
        }
    }

    private static OpenAlarm Make(RecordedEvent recorded, string kind, bool isSerious, DateTimeZone zone) => new(
        kind, recorded.Event.Subject, recorded.Gateway.Value, recorded.Event.Instant, isSerious, recorded.Event.Text)
    {
        Sentence = EventSentence.Of(recorded.Event, zone),
    };

    /// <summary>As the kind of an open alarm.</summary>
    public static string KindOf(PlantAlarmKind kind) =>
        "plant-" + JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
