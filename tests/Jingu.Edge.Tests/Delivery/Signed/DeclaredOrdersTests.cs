using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Signed;

/// <summary>
/// What a person says of a register by a signed command: applied once, by the same code as the installer's tools, or
/// refused with a sentence, whatever comes again, is killed or was done on site before.
/// </summary>
public sealed class DeclaredOrdersTests : IDisposable
{
    private const string Point = "unit-01-water";
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("xintai-water")!;
    private readonly SignedRig _rig = new(plan: new(
        [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
        [new(new MeterId("m-1"), "tcp-1", new MeterAddress.Modbus(1), Profile, "X-1", 1,
            [new PointPlan(new PointId(Point), Quantity.Volume, Profile.IndexOf(Quantity.Volume))])]));

    [Fact]
    public void A_replacement_is_applied_once_whatever_comes_again_and_is_killed_in_between()
    {
        Read(0, 500_000);
        var order = SignedRig.Sign(SignedRig.Command(Replace(500_002, 5)));
        for (var times = 0; times < 2; times++)
        {
            _rig.SendCommand(order);
            Assert.Single(_rig.Journal.ReadDeclarations(waiting: true));
        }
        // Taken, and gone before a tick.
        _rig.Restart();
        _rig.SendCommand(order);
        Read(15, 10);
        _rig.Restart();
        _rig.SendCommand(order);
        Read(30, 20);

        var ledger = Ledger;
        Assert.Equal((500_002 + 15L, 2, LedgerDoubt.None), (ledger.Total, ledger.Epoch.Number, ledger.Doubt));
        Assert.Equal(17, Intervals().Sum(interval => interval.Amount));
        var events = _rig.Events;
        var replaced = Assert.Single(events, told => told.Kind == EventKinds.MeterReplaced);
        Assert.Equal(
            ("Wang Li", "Exam week", "500002", "W-9"),
            (replaced.Facts["by"], replaced.Facts["reason"], replaced.Facts["closing"], replaced.Facts["serial"]));
        var answered = Assert.Single(events, told => told.Kind == EventKinds.CommandAnswered);
        Assert.Equal(
            (new string('a', 32), Point, replaced.Text), (answered.Facts["id"], answered.Subject, answered.Text));
        Assert.Single(events, told => told.Kind == EventKinds.CommandRepeated);
        Assert.Empty(_rig.Journal.ReadCommands(waiting: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_done_on_site_while_the_order_was_on_its_way_does_not_count_twice(bool sameTick)
    {
        Read(0, 500_000);
        var order = SignedRig.Sign(SignedRig.Command(Replace(500_002, 500_001)));
        _rig.Journal.Declare(new(0, SignedRig.Noon, "Li Lei", "on site", new(Point), null, DeclarationKind.Replaced)
        {
            Closing = 500_002,
            Opening = 500_001,
        });
        if (!sameTick)
            Assert.NotEmpty(_rig.Events);
        _rig.SendCommand(order);
        Read(15, 500_003);
        Read(30, 500_005);

        Assert.Equal((500_002 + 4L, 2), (Ledger.Total, Ledger.Epoch.Number));
        Refused("has gone on since it was ordered, from epoch 1 to 2");
    }

    [Fact]
    public void An_order_for_the_journal_of_a_card_that_was_replaced_does_nothing()
    {
        Read(0, 500_000);
        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(
            Replace(500_002, 5) with { Journal = new string('0', 32) })));

        Refused("has begun a new journal since it was ordered");
        Assert.Equal(1, Ledger.Epoch.Number);
    }

    [Fact]
    public void An_order_that_waited_beyond_its_time_does_nothing()
    {
        Read(0, 500_000);
        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(Replace(500_002, 5))));
        _rig.Time.Advance(TimeSpan.FromHours(1));

        Refused("it was good until 2026-03-20 05:00:00Z");
        Assert.Equal(1, Ledger.Epoch.Number);
    }

    [Fact]
    public void A_closing_reading_that_cannot_follow_is_refused_with_the_ledgers_own_sentence()
    {
        Read(0, 500_000);
        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(Replace(3, 0))));

        Refused("the closing reading does not follow what m-1 last showed");
        Read(15, 500_004);
        Assert.Equal((500_004L, 1), (Ledger.Total, Ledger.Epoch.Number));
    }

    [Fact]
    public void A_point_that_nobody_commissioned_is_refused()
    {
        Read(0, 500_000);
        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(Replace(3, 0) with { Point = "unit-99-water" })));
        Refused("unit-99-water is not in commissioning.yaml");
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_nothing_is_taken()
    {
        using var rig = new SignedRig(vouched: false);
        rig.SendCommand(SignedRig.Sign(SignedRig.Command(Settle(SettleWord.Believe, 1, 0))));
        Assert.Empty(rig.Journal.ReadDeclarations(waiting: false));
        Assert.Single(rig.Events, told => told.Kind == EventKinds.CommandRefused);
    }

    [Fact]
    public void A_case_is_settled_by_a_new_base_and_what_was_held_is_counted_once()
    {
        Read(0, 500_000);
        for (var minute = 5; minute <= 60; minute += 5)
            Read(minute, minute);
        Assert.Equal((LedgerDoubt.Fell, 1L), (Ledger.Doubt, Ledger.Case));
        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(Settle(SettleWord.NewBase, 2, 40), 'b', Day)));
        Refused("case 2 of unit-01-water is not open");
        Assert.Equal(LedgerDoubt.Fell, Ledger.Doubt);

        _rig.SendCommand(SignedRig.Sign(SignedRig.Command(Settle(SettleWord.NewBase, 1, 40), 'c', Day)));
        _rig.Restart();
        Read(65, 65);

        Assert.Equal((LedgerDoubt.None, 500_000 + 40 + 60L, 2), (Ledger.Doubt, Ledger.Total, Ledger.Epoch.Number));
        var settled = Assert.Single(_rig.Events, told => told.Kind == EventKinds.CaseSettled);
        Assert.Equal(("Wang Li", "1"), (settled.Facts["by"], settled.Facts["case"]));
        var answered = Assert.Single(_rig.Events, told => told.Kind == EventKinds.CommandAnswered);
        Assert.Equal(new string('c', 32), answered.Facts["id"]);
    }

    public void Dispose() => _rig.Dispose();

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private Ledger Ledger => _rig.Journal.ReadLedgers().Values.Single();

    private CommandAction.ReplaceMeter Replace(decimal closing, decimal opening) =>
        new(Point, _rig.Journal.Id.ToString(), 1, closing, opening, "W-9", null);

    private CommandAction.SettleCase Settle(SettleWord word, long number, long amount) =>
        new(Point, _rig.Journal.Id.ToString(), 1, number, word, amount);

    private void Refused(string sentence)
    {
        var told = _rig.Events.Last(each => each.Kind == EventKinds.CommandRefused);
        Assert.StartsWith("Nothing has changed: ", told.Text, StringComparison.Ordinal);
        Assert.Contains(sentence, told.Text, StringComparison.Ordinal);
        Assert.Equal(32, told.Facts["id"].Length);
        Assert.Empty(_rig.Journal.ReadCommands(waiting: true));
    }

    private void Read(int minute, long litres)
    {
        var values = new long?[Profile.Layout.Length];
        values[Profile.IndexOf(Quantity.Volume)] = litres;
        _rig.Time.Advance(SignedRig.Noon.AddMinutes(minute) - _rig.Time.GetUtcNow());
        _rig.Arrivals.Add(new(0, _rig.Time.GetUtcNow(), Quality.Measured, [.. values]));
        Assert.NotEmpty(_rig.Events);
    }

    private IEnumerable<Interval> Intervals()
    {
        var batch = _rig.Journal.Read(JournalStream.Intervals, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
            .ToDictionary(catalogue => catalogue.Number);
        return batch.Entries.SelectMany(
            body => ((Entry.Intervals)EntryCodec.Decode(body, catalogues.GetValueOrDefault)).Items);
    }
}
