using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jingu.Aggregator.Tests.Planning.Policies;
using Jingu.Budgets.Leases;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Mqtt;

namespace Jingu.Aggregator.Tests.Planning.Leases;

/// <summary>A gateway that shares unit-01's electricity of March 2017, reduced to its lease.</summary>
internal sealed class SharingGateway(int number)
{
    public const string Month = "2017-03";

    private static readonly UnitId Unit = new("unit-01");
    private readonly GatewayId _id = new($"gateway-{number}");
    private JournalId _life = LifeOf(number, 1);
    private int _lives = 1;
    private long _version;
    private long _sequence;
    private int _codes;

    public int Number => number;

    public LeaseHolding Held { get; private set; } = new(new($"gateway-{number}"), LifeOf(number, 1), Month);

    public long Used { get; private set; }

    public void Use(long amount) => Used += amount;

    /// <summary>A policy arrives, as it was published: only one that is newer than the one in force is taken up.
    /// </summary>
    public void Take(MqttMessage message)
    {
        var state = DesiredStateJson.Read(Encoding.UTF8.GetBytes(PublishingRig.PayloadOf(message).ToJsonString()));
        if (state.Gateway != _id || state.Version <= _version)
            return;
        _version = state.Version;
        if (state.Units.FirstOrDefault(unit => unit.Unit == Unit && unit.Resource == Resource.Electricity)
            ?.AllLeases().FirstOrDefault(grant => grant.Period == Month) is not { } lease)
        {
            return;
        }
        if (lease.Holder != _life && Held.Version > 0)
            Held = new(_id, _life, Month);
        Held = Held.Take(lease, Used);
    }

    /// <param name="dailyUse">Shares go by it.</param>
    public Sent Report(DateTimeOffset at, long dailyUse = 0) => Next(LeaseEvent.Of(
        Held.Report(Used, dailyUse), Unit, Resource.Electricity, at, Held.Overdraft(Used), "A report."));

    /// <summary>Somebody types in a code.</summary>
    public Sent TypeCode(long amount, DateTimeOffset at)
    {
        _codes++;
        Held = Held.GrantOnSite(amount);
        return Next(new(EventKinds.GrantUsed, at, Unit.Value, "A code was used.", new Dictionary<string, string>
        {
            ["name"] = MonthAllowance.OfGrant(_id, _codes),
            ["counter"] = _codes.ToString(CultureInfo.InvariantCulture),
            ["unit"] = Unit.Value,
            ["resource"] = nameof(Resource.Electricity),
            ["amount"] = amount.ToString(CultureInfo.InvariantCulture),
            ["month"] = Month,
            ["by"] = "Li",
        }.ToImmutableSortedDictionary()));
    }

    /// <summary>Another card: nothing is held, no policy is in force, and the journal begins anew.</summary>
    public void ReplaceCard()
    {
        _life = LifeOf(number, ++_lives);
        Held = new(_id, _life, Month);
        (_version, _sequence, Used) = (0, 0, 0);
    }

    private Sent Next(GatewayEvent happened) => new(number, _life, ++_sequence, happened);

    private static JournalId LifeOf(int number, int life) =>
        JournalId.FromBytes([.. new byte[14], (byte)number, (byte)life]);
}

/// <summary>An event on its way: it may arrive never, late, or more than once.</summary>
internal sealed record Sent(int Gateway, JournalId Journal, long Sequence, GatewayEvent Happened);
