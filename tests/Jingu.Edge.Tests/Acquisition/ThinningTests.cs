using Jingu.Edge.Acquisition;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

public sealed class ThinningTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void What_fits_is_read_whole() =>
        Assert.DoesNotContain(false, Choose(4, whole: 250, counters: 50, from: 2, wasThinned: false).Whole);

    [Fact]
    public void What_does_not_fit_is_left_out_of_as_many_meters_as_it_takes_and_the_turn_goes_round()
    {
        // 10 x 50 ms of counters leave 450 ms of 950: two meters more whole than with counters alone.
        var (first, next) = Choose(10, whole: 250, counters: 50, from: 9, wasThinned: false);
        Assert.Equal([9, 0], Chosen(first, 9));
        Assert.Equal(1, next);
        Assert.Equal([1, 2], Chosen(Choose(10, whole: 250, counters: 50, from: next, wasThinned: true).Whole, 1));
    }

    [Fact]
    public void Counters_that_need_two_periods_leave_the_rest_of_the_second_to_other_values()
    {
        var (whole, _) = Choose(10, whole: 250, counters: 120, from: 0, wasThinned: true);
        Assert.Equal(5, whole.Count(chosen => chosen));
    }

    [Fact]
    public void Several_in_flight_have_so_much_more_time() => Assert.DoesNotContain(
        false, Thinning.Choose([.. Enumerable.Repeat((Second / 4, Second / 20), 16)], Second, 4, 0, false).Whole);

    [Fact]
    public void A_thinned_port_is_read_whole_again_only_when_there_is_room_to_spare()
    {
        Assert.Contains(false, Choose(10, whole: 99, counters: 20, from: 0, wasThinned: true).Whole);
        Assert.DoesNotContain(false, Choose(10, whole: 79, counters: 20, from: 0, wasThinned: true).Whole);
    }

    [Fact]
    public void Where_only_counters_fit_one_meter_is_read_whole_now_and_then()
    {
        var costs = Enumerable.Repeat((Second, Second / 11), 10).ToList();
        Assert.DoesNotContain(true, Thinning.Choose(costs, Second, 1, 4, true, Thinning.PatienceMax - 1).Whole);
        var (whole, next) = Thinning.Choose(costs, Second, 1, 4, true, Thinning.PatienceMax);
        Assert.Equal([4], Chosen(whole, 0));
        Assert.Equal(5, next);
    }

    private static (IReadOnlyList<bool> Whole, int Next) Choose(
        int meters, int whole, int counters, int from, bool wasThinned) => Thinning.Choose(
            [.. Enumerable.Repeat((TimeSpan.FromMilliseconds(whole), TimeSpan.FromMilliseconds(counters)), meters)],
            Second, 1, from, wasThinned);

    private static IEnumerable<int> Chosen(IReadOnlyList<bool> whole, int from) =>
        Enumerable.Range(0, whole.Count).Select(i => (from + i) % whole.Count).Where(i => whole[i]);
}
