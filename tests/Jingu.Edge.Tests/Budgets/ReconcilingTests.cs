using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Budgets;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Tests.Clock;
using Jingu.Edge.Tests.Control;
using Jingu.Lines;
using Jingu.Lines.Pulses;
using Jingu.Modbus;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Edge.Tests.Budgets;

/// <summary>Dials that persons read, on a real journal: a water meter that gives one pulse per 10 L.</summary>
public sealed class ReconcilingTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();
    private readonly FakeTime _time = new(Noon);
    private readonly Arrivals _arrivals = new();
    private JournalStore _journal;

    public ReconcilingTests() => _journal = Open();

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_first_dial_is_the_footing_and_the_next_one_tells_the_drift()
    {
        var tick = Tick();
        Poll(tick, 0, 100);
        Declare(512.340m, Noon);
        Poll(tick, 1, 100);
        Poll(tick, 600, 20_100);
        Declare(532.840m, Noon.AddMinutes(600));
        Poll(tick, 601, 20_100);

        var read = Events(EventKinds.DialRead);
        Assert.Equal(2, read.Count);
        Assert.DoesNotContain("driftThousandths", read[0].Facts.Keys);
        Assert.Equal(("500000", "true"), (read[1].Facts["driftThousandths"], read[1].Facts["isDrift"]));
        Assert.Contains("counted 20.5 m3 and its pulses 20 m3", read[1].Text, StringComparison.Ordinal);
        Assert.Contains("0.5 m3 were lost", read[1].Text, StringComparison.Ordinal);
        // The ledger stays what was counted.
        Assert.Equal(20_100, _journal.ReadLedgers().Values.Single().Total);
        Assert.Equal(2, _journal.ReadDials(new("m-1")).Length);
    }

    [Fact]
    public void What_the_last_digit_and_a_pulse_leave_open_is_no_drift_and_too_many_pulses_are()
    {
        var tick = Tick();
        Poll(tick, 0, 0);
        Declare(512.34m, Noon);
        Poll(tick, 600, 20_000);
        Declare(532.37m, Noon.AddMinutes(600));
        Declare(532.14m, Noon.AddMinutes(600));
        Poll(tick, 601, 20_000);

        var read = Events(EventKinds.DialRead);
        Assert.Contains("no difference", read[1].Text, StringComparison.Ordinal);
        // Held against the one before it, of the same tick.
        Assert.Contains("0.23 m3 too much", read[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dial_read_earlier_is_held_against_the_register_of_its_own_instant()
    {
        var tick = Tick();
        Poll(tick, 0, 0);
        Poll(tick, 10, 1000);
        Poll(tick, 20, 1600);
        Poll(tick, 600, 20_000);
        Declare(512.34m, Noon.AddMinutes(12));
        Poll(tick, 610, 20_000);

        var facts = Assert.Single(Events(EventKinds.DialRead)).Facts;
        Assert.Equal(
            ("1120000", "1000000", "1600000"),
            (facts["registerThousandths"], facts["beforeCount"], facts["afterCount"]));
    }

    [Fact]
    public void A_dial_waits_for_the_reading_after_it_also_while_the_gateway_is_down()
    {
        var tick = Tick();
        Poll(tick, 0, 1000);
        Declare(512.34m, Noon.AddMinutes(30));
        _time.Advance(TimeSpan.FromMinutes(30));
        tick.RunOnce();
        Assert.Single(_journal.ReadDeclarations(waiting: true));

        _journal.Dispose();
        _journal = Open();
        var next = Tick();
        Poll(next, 60, 1010);
        next.RunOnce();
        Assert.Empty(_journal.ReadDeclarations(waiting: true));
        Assert.Equal("1005000", Assert.Single(Events(EventKinds.DialRead)).Facts["registerThousandths"]);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_with_a_sentence()
    {
        var tick = Tick();
        Poll(tick, 0, 1000);
        Declare(512.34m, Noon.AddHours(1));
        Declare(512.34m, Noon.AddHours(-1));
        Declare(512.34m, Noon, "unit-02-water");
        Poll(tick, 5, 1000);

        Assert.Empty(Events(EventKinds.DialRead));
        Assert.Empty(_journal.ReadDials(new("m-1")));
        Assert.Collection(
            Events(EventKinds.DeclarationRefused),
            ahead => Assert.Contains("ahead of the gateway's clock", ahead.Text, StringComparison.Ordinal),
            before => Assert.Contains("no reading of m-1 is kept", before.Text, StringComparison.Ordinal),
            other => Assert.Contains("not counted by pulses", other.Text, StringComparison.Ordinal));
    }

    private void Declare(decimal dial, DateTimeOffset at, string point = "unit-01-water") => _journal.Declare(
        new(0, _time.GetUtcNow(), "Li Lei", "monthly round", new(point), null, DeclarationKind.DialRead)
        {
            At = at,
            Closing = dial * 1000,
        });

    private void Poll(GatewayTick tick, int minute, long litres)
    {
        _time.Advance(Noon.AddMinutes(minute) - _time.GetUtcNow());
        _arrivals.Add(new(0, _time.GetUtcNow(), Quality.Measured, [litres * 1000]));
        tick.RunOnce();
    }

    private List<GatewayEvent> Events(string kind)
    {
        var batch = _journal.Read(JournalStream.Events, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        return
        [
            .. batch.Entries.Select(body => ((Entry.Event)EntryCodec.Decode(body, _ => null)).Item)
                .Where(happened => happened.Kind == kind),
        ];
    }

    private JournalStore Open() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    private GatewayTick Tick()
    {
        var (site, gateway) = (new RunningSiteTime(_time), new GatewayId("gateway-1"));
        var kernel = new FakeBootClock(_time)
        {
            Condition = FakeBootClock.Unset with { Synchronised = true, ErrorMax = default },
        };
        return new(
            _arrivals, new PendingEvents(site), Commissioned(), _journal, new Retention(gateway, _journal), site,
            new ClockKeeper(gateway, kernel, site, ClockOptions.Default, []),
            NoSupply.Over(_journal, Commissioned()), NullLogger<GatewayTick>.Instance);
    }

    private static Commissioned Commissioned() => new(new(
        [new("inputs", new PortSettings.Pulses(), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
        [new(
            new("m-1"), "inputs", new MeterAddress.PulseLine("chip", 3),
            new PulseProfile(
                new(new("chip", 3), LineBias.PullUp, ActiveLevel.Low, LineEdges.Rising, TimeSpan.Zero),
                PulseLimits.None, Quantity.Volume, [(new(2026, 1, 1), 100)]),
            "W-1", 1, [new PointPlan(new("unit-01-water"), Quantity.Volume, 0)])]));
}
