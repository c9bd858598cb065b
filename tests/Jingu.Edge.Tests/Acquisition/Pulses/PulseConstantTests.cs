using System.Collections.Immutable;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Acquisition.Pulses;
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
using NodaTime;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition.Pulses;

/// <summary>
/// A pulse constant that changes on a date, from the contact to the ledger: what was counted before stays what it was.
/// </summary>
public sealed class PulseConstantTests : IDisposable
{
    private static readonly MeterId Meter = new("m-1");
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private readonly TestFolder _folder = new();
    private readonly HandLine _line = new(isLasting: true);

    /// <summary>An hour before midnight in Shanghai.</summary>
    private readonly FakeTime _time = new(new(2026, 3, 1, 15, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_constant_that_changes_by_date_moves_no_earlier_watt_hour()
    {
        (LocalDate, long)[] constants = [(new(2026, 1, 1), 1000), (new(2026, 3, 2), 100)];
        long[] before;
        using (var journal = Open())
        {
            await PollAsync(journal, constants, 10, 10, 10, 10, 0, 10);
            before = Amounts(journal);
            Assert.Equal([10, 10, 10, 0, 100], before);
            Assert.Equal(140, Total(journal));
        }

        // Somebody also mends the constant of a time that is over, and adds one that is still to come.
        constants = [(new(2026, 1, 1), 2000), (new(2026, 3, 2), 100), (new(2026, 3, 3), 50)];
        using var again = Open();
        await PollAsync(again, constants, 10);

        Assert.Equal([.. before, 100], Amounts(again));
        Assert.Equal(240, Total(again));
    }

    private JournalStore Open() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    /// <summary>So many pulses, then a reading and a tick; each quarter of an hour.</summary>
    private async Task PollAsync(
        JournalStore journal, (LocalDate, long)[] constants, params int[] pulses)
    {
        var site = new StandingTime(_time);
        var profile = new PulseProfile(
            new(new("chip", 3), LineBias.PullUp, ActiveLevel.Low, LineEdges.Rising, TimeSpan.Zero), PulseLimits.None,
            Quantity.EnergyImport, [.. constants]);
        var events = new PendingEvents(site);
        await using var input = new PulseInput(
            Meter, profile, profile.ConstantsIn("Asia/Shanghai"), _line, new PulseStore(journal, site),
            StoreLimits.Usual, events, site, new MachineTime(_time));
        var arrivals = new Arrivals();
        var tick = Tick(journal, profile, arrivals, events);
        foreach (var count in pulses)
        {
            _line.Pulse(count);
            var read = Assert.IsType<MeterReadResult.Values>(await input.ReadAsync(default));
            arrivals.Add(new(0, _time.GetUtcNow(), Quality.Measured, read.Counts));
            tick.RunOnce();
            _time.Advance(Quarter);
        }
    }

    private GatewayTick Tick(JournalStore journal, PulseProfile profile, Arrivals arrivals, PendingEvents events)
    {
        var (site, gateway) = (new RunningSiteTime(_time), new GatewayId("gateway-1"));
        var kernel = new FakeBootClock(_time)
        {
            Condition = FakeBootClock.Unset with { Synchronised = true, ErrorMax = default },
        };
        var plan = new CommissioningPlan(
            [new("inputs", new PortSettings.Pulses(), Quarter, TimeSpan.FromSeconds(1))],
            [new(
                Meter, "inputs", new MeterAddress.PulseLine("chip", 3), profile, "P-1", 1,
                [new PointPlan(new("unit-01-electricity"), Quantity.EnergyImport, 0)])]);
        return new(
            arrivals, events, new(plan), journal, new Retention(gateway, journal), site,
            new ClockKeeper(gateway, kernel, site, ClockOptions.Default, journal.ReadBoots()),
            NoSupply.Over(journal, new(plan)), NullLogger<GatewayTick>.Instance);
    }

    private static long Total(JournalStore journal) => journal.ReadLedgers().Values.Single().Total;

    private static long[] Amounts(JournalStore journal)
    {
        var batch = journal.Read(JournalStream.Intervals, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
            .ToDictionary(catalogue => catalogue.Number);
        return
        [
            .. batch.Entries.Select(body => EntryCodec.Decode(body, catalogues.GetValueOrDefault))
                .Cast<Entry.Intervals>().SelectMany(entry => entry.Items).Select(interval => interval.Amount),
        ];
    }

    /// <summary>Time of a bench: pulses are taken when the meter is read.</summary>
    private sealed class StandingTime(TimeProvider time) : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override IParticipant Join(string name) => throw new NotSupportedException("nobody waits here");
    }
}
