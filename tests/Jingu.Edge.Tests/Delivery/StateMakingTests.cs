using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Edge.Tests.Delivery;

/// <summary>What goes up of ledgers: registers as their dials show them, and what waits for a person.</summary>
public sealed class StateMakingTests
{
    private const int Transformers = 40;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly PointId Point = new("unit-01-electricity");

    [Fact]
    public void A_register_is_told_as_the_dial_shows_it_and_the_total_as_it_was_counted()
    {
        var rules = Rules();
        var ledger = Accounting.Open(Point, new("m-1"), rules, 12_345, Noon).Next;

        var told = Told(ledger);
        // The profile counts in steps of 10 Wh; 40 of them pass for each on the dial.
        Assert.Equal((123_450m, 123_450L * Transformers), (told.Dial, told.Total));
        Assert.Equal(10m * rules.Modulus, told.DialEnd);
        Assert.Equal(("Wh", 1, (long)Transformers), (told.Unit, told.Epoch, told.Multiplier));
        Assert.Null(told.Case);
    }

    [Fact]
    public void A_doubt_is_told_with_its_case_and_what_the_dial_shows_now()
    {
        var rules = Rules();
        var ledger = Accounting.Open(Point, new("m-1"), rules, 12_345, Noon).Next;
        ledger = Accounting.Account(ledger, rules, 7, Noon.AddMinutes(5)).Next with { Case = 3 };

        var told = Told(ledger);
        Assert.Equal(new OpenCase(3, "fell", Noon.AddMinutes(5), 70), told.Case);
        Assert.Equal((123_450m, Noon), (told.Dial, told.At));
    }

    [Fact]
    public void Another_meter_is_read_by_its_own_steps_and_multiplier()
    {
        var old = Rules() with { Scaling = new(Quantity.EnergyImport, 100, 1), Multiplier = 1 };
        var ledger = Accounting.Open(Point, new("m-0"), old, 5_000, Noon).Next;
        ledger = Accounting.AccountOther(ledger, 7, Noon.AddMinutes(5)).Next with { Case = 4 };

        var told = Told(ledger);
        Assert.Equal((500_000m, "m-0"), (told.Dial, told.Meter));
        Assert.Equal(new OpenCase(4, "other-meter", Noon.AddMinutes(5), 70), told.Case);
    }

    private static PointState Told(Ledger ledger) => Assert.Single(StateMaking.Of(
        ImmutableDictionary<PointId, Ledger>.Empty.Add(Point, ledger), Commissioned(), Noon));

    private static LedgerRules Rules() => Commissioned().Points[0].Rules;

    private static Commissioned Commissioned()
    {
        var profile = ProfileCatalogue.Find("eastron-sdm630")!;
        return new(new(
            [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
            [new(new MeterId("m-1"), "tcp-1", new MeterAddress.Modbus(1), profile, "X-1", Transformers,
                [new PointPlan(Point, Quantity.EnergyImport, profile.IndexOf(Quantity.EnergyImport))])]));
    }
}
