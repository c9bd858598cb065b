using System.Text;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Tests.Policies;
using Xunit;

namespace Jingu.Budgets.Tests.DemandResponse;

public sealed class DemandEventTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 20, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddHours(2);

    private static readonly DemandEvent Event = new(
        "peak-2026-03-20", From, To,
        [Load("chiller-1", LoadKind.SetPoint, 0), Load("sp-light", LoadKind.Lamp, 1),
            Load("sp-ac", LoadKind.Circuit, 2)]);

    [Fact]
    public void A_policy_may_come_with_events_and_stays_readable_for_ever()
    {
        var golden = File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, "Policies", "testdata", "desired-1-demand-response.json"));
        var state = SomePolicy.State with { DemandResponse = new([Event]) };
        Assert.Equal(golden.TrimEnd(), Encoding.UTF8.GetString(DesiredStateJson.Write(state)));
        var read = DesiredStateJson.Read(Encoding.UTF8.GetBytes(golden));
        Assert.Equal(golden.TrimEnd(), Encoding.UTF8.GetString(DesiredStateJson.Write(read)));
        Assert.False(state.SaysTheSameAs(SomePolicy.State));
    }

    public static TheoryData<string, Func<DemandEvent, DemandEvent>> Wrong => new()
    {
        { "is not 1 to 48", one => one with { Id = "Peak 1" } },
        { "4 hours at most", one => one with { To = From.AddHours(5) } },
        { "4 hours at most", one => one with { To = From } },
        { "names chiller-1 twice", one => one with { Loads = [.. one.Loads, one.Loads[0]] } },
        { "within the event", one => Only(one, one.Loads[0] with { From = From.AddMinutes(-1) }) },
        { "within the event", one => Only(one, one.Loads[0] with { To = To.AddMinutes(-1) }) },
        { "within the event", one => Only(one, one.Loads[0] with { To = To.AddMinutes(61) }) },
        { "of a kind that is not known", one => Only(one, one.Loads[0] with { Kind = (LoadKind)9 }) },
        { "of whose electricity it says nothing", one => Only(one, one.Loads[0] with { Unit = new("unit-09") }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_event_that_is_wrong_says_why_and_refuses_the_whole_policy(
        string why, Func<DemandEvent, DemandEvent> change)
    {
        var state = SomePolicy.State with { DemandResponse = new([change(Event)]) };
        Assert.Contains(state.Faults(), fault => fault.Contains(why, StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => DesiredStateJson.Read(DesiredStateJson.Write(state)));
    }

    [Fact]
    public void One_load_is_not_shed_by_two_events_at_once()
    {
        var later = Event with { Id = "peak-2", From = From.AddHours(1), To = To.AddHours(1) };
        later = later with
        {
            Loads = [.. later.Loads.Select(load => load with { From = later.From, To = later.To })],
        };
        Assert.Contains(
            new DemandEvents([Event, later]).Faults(),
            fault => fault.Contains("chiller-1 is shed by two events", StringComparison.Ordinal));
    }

    [Fact]
    public void The_next_instant_at_which_something_goes_or_returns_is_told()
    {
        var events = new DemandEvents([Event]);
        Assert.Equal(From, events.NextAfter(From.AddDays(-1)));
        Assert.Equal(From.AddMinutes(1), events.NextAfter(From));
        Assert.Equal(To, events.NextAfter(From.AddMinutes(2)));
        Assert.Null(events.NextAfter(To.AddMinutes(2)));
    }

    [Theory]
    [InlineData(true, "boot-1", 7, 2, false)]
    [InlineData(true, "boot-1", 8, 2, true)]
    [InlineData(true, "boot-2", 7, 0, false)]
    [InlineData(false, "boot-1", 0, 2, false)]
    [InlineData(false, "boot-1", 0, 3, true)]
    [InlineData(false, "boot-2", 0, 0, true)]
    [InlineData(true, "boot-1", 6, 3, true)]
    public void A_shedding_ends_by_whichever_clock_says_so_first(
        bool isTrusted, string boot, int hour, int sinceBoot, bool isOver)
    {
        var mark = new ShedClock(From, IsTrusted: true, "boot-1", TimeSpan.FromHours(1)).MarkOf("peak", To);
        Assert.Equal(
            isOver,
            mark.IsOver(new(From.AddHours(hour - 6), isTrusted, boot, TimeSpan.FromHours(sinceBoot))));
    }

    private static DemandEvent Only(DemandEvent one, EventLoad load) => one with { Loads = [load] };

    private static EventLoad Load(string point, LoadKind kind, int minute) => new(
        new(point), new("unit-01"), kind, From.AddMinutes(minute), To.AddMinutes(minute));
}
