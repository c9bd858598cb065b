using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Budgets.Leases;
using Jingu.Edge.Clock;
using Jingu.Edge.Control;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using NodaTime;

namespace Jingu.Edge.Commissioning;

/// <summary>How a gateway is, as its own file shows it.</summary>
/// <param name="BacklogHours">Age of the oldest entry the aggregator has not answered for; 0 without backlog.</param>
/// <param name="Meters">In the order of the commissioning plan.</param>
internal sealed record Status(
    string Gateway, string Journal, DateTimeOffset Now, StoredReadings Stored, double BacklogHours, long DiskFreeBytes,
    ImmutableArray<StatusOfStream> Streams, ImmutableArray<StatusOfMeter> Meters, ImmutableArray<Ledger> Ledgers)
{
    /// <summary>Which policy it runs, in words.</summary>
    public string Policy { get; private init; } = "";

    /// <summary>Its version; null without one.</summary>
    public long? PolicyVersion { get; private init; }

    /// <summary>What it holds of budgets that several gateways share, a sentence each.</summary>
    public ImmutableArray<string> Leases { get; private init; } = [];

    /// <summary>Signed commands that it took or refused, in the order they came.</summary>
    public ImmutableArray<ReceivedCommand> Commands { get; private init; } = [];

    /// <summary>In the order of the commissioning plan.</summary>
    public ImmutableArray<StatusOfSwitch> Switches { get; private init; } = [];

    /// <summary>In the order of the commissioning plan.</summary>
    public ImmutableArray<StatusOfZone> Zones { get; private init; } = [];

    /// <summary>Inverters that were told a limit, or are to be, a sentence each.</summary>
    public ImmutableArray<string> Curtailments { get; private init; } = [];

    private ImmutableDictionary<string, string> Units { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the clock of this machine is worth right now.</summary>
    public required ClockReport Clock { get; init; }

    /// <summary>Of each meter that gives pulses, the most that a power cut can lose, and that in words.</summary>
    public required ImmutableArray<PulseLoss> Pulses { get; init; }

    public static Status Of(
        GatewayOptions options, CommissioningPlan plan, JournalStore journal, ClockReport clock, DateTimeOffset now)
    {
        var stored = StoredReadings.Read(journal);
        var policies = new DesiredStates(options, journal);
        var points = plan.Meters.SelectMany(meter => meter.Points);
        return new(
            options.Gateway.Value,
            journal.Id.ToString(),
            now,
            stored,
            journal.OldestUnsettled() is { } oldest && oldest < now ? (now - oldest).TotalHours : 0,
            new DriveInfo(Path.GetDirectoryName(options.StoreFile)!).AvailableFreeSpace,
            [.. journal.Status().Select(
                stream => new StatusOfStream(stream, journal.InstantOfLastSettled(stream.Stream)))],
            [.. plan.Meters.Select(meter => StatusOfMeter.Of(meter, stored.Meters.GetValueOrDefault(meter.Id)))],
            [.. journal.ReadLedgers().Values.OrderBy(ledger => ledger.Point.Value, StringComparer.Ordinal)])
        {
            Clock = clock,
            Pulses = [.. plan.Meters.Where(meter => meter.Profile is PulseProfile).Select(
                meter => ((PulseProfile)meter.Profile).LossOf(meter.Id, options.Pulses))],
            Policy = policies.Describe(now),
            PolicyVersion = policies.Current?.Version,
            Leases = LeasesOf(options, journal, policies, now),
            Commands = journal.ReadCommands(waiting: false),
            Switches = StatusOfSwitch.Of(plan, journal),
            Zones = StatusOfZone.Of(plan, journal),
            Curtailments = [.. journal.ReadCurtailments().Select(curtailment => curtailment.Sentence)],
            Units = points.ToImmutableDictionary(
                point => point.Id.Value, point => Quantities.UnitOf(point.Quantity) == BaseUnit.Litre ? "L" : "Wh"),
        };
    }

    private static ImmutableArray<string> LeasesOf(
        GatewayOptions options, JournalStore journal, DesiredStates policies, DateTimeOffset now)
    {
        if (policies.Current is not { } policy)
            return [];
        var leases = journal.ReadSupply(options.Gateway).Leases;
        var image = new SupplyImage(
            now, ClockTrusted: false, TimeSpan.Zero, policy, policies.Standing(now), [], journal.ReadLedgers(),
            journal.ReadUses(), leases, InContact: false, DateTimeZoneProviders.Tzdb[options.Zone])
        {
            Clock = new(now, IsTrusted: false, "", TimeSpan.Zero),
        };
        return
        [
            .. from lease in leases
               orderby lease.Key.Month, lease.Key.Unit.Value, lease.Key.Resource
               let unit = policy.Units.FirstOrDefault(
                   unit => unit.Unit == lease.Key.Unit && unit.Resource == lease.Key.Resource)
               where unit is not null
               select Leasing.Sentence(
                   lease.Key, lease.Value.Holding, Leasing.UsedIn(image, unit, lease.Key.Month)),
        ];
    }

    /// <summary>Wh or L; empty for a point that is commissioned no more.</summary>
    public string UnitOf(Ledger ledger) => Units.GetValueOrDefault(ledger.Point.Value, "");
}

/// <param name="AcknowledgedUpTo">When the newest entry was made that the aggregator has answered for.</param>
internal sealed record StatusOfStream(StreamStatus Status, DateTimeOffset? AcknowledgedUpTo);

/// <param name="Quality">Of the newest poll.</param>
/// <param name="AnsweredPercent">Of the polls that were looked at; null before the first.</param>
internal sealed record StatusOfMeter(MeterPlan Plan, string Quality, DateTimeOffset? LastReading, int? AnsweredPercent)
{
    public static StatusOfMeter Of(MeterPlan plan, StoredMeter? stored) => stored is { Last: { } last }
        ? new(
            plan,
            last.Quality.ToString().ToLowerInvariant(),
            stored.LastAnswer,
            100 * stored.Answered / stored.Polls)
        : new(plan, "not read yet", null, null);
}

/// <param name="Last">What the gateway saw when that changed last; null: it has not looked yet.</param>
internal sealed record StatusOfSwitch(ActuatorPlan Plan, SwitchReport? Last)
{
    public static ImmutableArray<StatusOfSwitch> Of(CommissioningPlan plan, JournalStore journal)
    {
        var seen = journal.ReadSwitchStates().ToDictionary(report => report.Point);
        return [.. plan.Actuators.Select(point => new StatusOfSwitch(point, seen.GetValueOrDefault(point.Id)))];
    }

    /// <summary>One word or two: how it stands.</summary>
    public string Stands => Last?.State switch
    {
        null => "not looked yet",
        CircuitState.Off => "off",
        CircuitState.On => "on",
        CircuitState.Dimmed => "dimmed",
        _ => "unknown",
    };

    public string Contact => Last?.IsContactOpen switch { null => "", true => "open", false => "closed" };
}
