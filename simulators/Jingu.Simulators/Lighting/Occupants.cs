using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>Somebody stays somewhere.</summary>
internal sealed record Stay(int Person, string Zone, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Who is where on the floor in a week, by the seed: people arrive, meet, have lunch, fetch tea, leave; some stay late,
/// few come at the weekend. Every way leads through the corridor.
/// </summary>
internal sealed class Occupants
{
    private const int People = 22;
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(10);
    private static readonly double[] Meetings = [9.5, 14.5, 16];

    private readonly Noise _noise;
    private readonly List<Stay> _stays = [];

    /// <param name="monday">Local midnight of the first of seven days.</param>
    public Occupants(ulong seed, DateTimeOffset monday)
    {
        _noise = Noise.Of(seed, $"occupants/{monday:yyyy-MM-dd}");
        for (var day = 0; day < 7; day++)
        {
            for (var person = 0; person < People; person++)
                Live(person, day, monday.AddDays(day));
        }
        _stays.Sort((one, other) => one.From.CompareTo(other.From));
    }

    public IReadOnlyList<Stay> Stays => _stays;

    private void Live(int person, int day, DateTimeOffset midnight)
    {
        var isWeekend = day >= 5;
        if (Chance(person, day, 0) < (isWeekend ? 0.95 : 0.08))
            return;
        var arrives = midnight.AddHours(isWeekend ? 9.5 : 8.1) + Around(person, day, 1, minutes: 25);
        var leaves = isWeekend ? arrives.AddHours(3) + Around(person, day, 2, minutes: 60)
            : Chance(person, day, 3) < 0.15 ? midnight.AddHours(20) + Around(person, day, 2, minutes: 70)
            : midnight.AddHours(17.6) + Around(person, day, 2, minutes: 25);
        var away = Away(person, day, midnight, isWeekend).Where(one => one.From > arrives && one.To < leaves)
            .OrderBy(one => one.From).ToList();
        Walk(person, arrives, out var at);
        foreach (var (zone, from, to) in away)
        {
            // Who is still away when the next thing begins leaves it out.
            if (from <= at)
                continue;
            _stays.Add(new(person, Desk(person), at, from));
            Walk(person, from, out var there);
            if (zone is not null)
                _stays.Add(new(person, zone, there, to));
            Walk(person, to, out at);
        }
        if (leaves <= at)
            return;
        _stays.Add(new(person, Desk(person), at, leaves));
        Walk(person, leaves, out _);
    }

    /// <summary>Lunch and tea outside the floor (no zone), meetings.</summary>
    private IEnumerable<(string? Zone, DateTimeOffset From, DateTimeOffset To)> Away(
        int person, int day, DateTimeOffset midnight, bool isWeekend)
    {
        if (isWeekend)
            yield break;
        var lunch = midnight.AddHours(11.9) + Around(person, day, 4, minutes: 15);
        yield return (null, lunch, lunch.AddMinutes(70) + Around(person, day, 5, minutes: 15));
        for (var tea = 0; tea < 3; tea++)
        {
            var from = midnight.AddHours(9 + (3.2 * tea)) + Around(person, day, 6 + tea, minutes: 60);
            yield return (null, from, from.AddMinutes(4 + (8 * Chance(person, day, 10 + tea))));
        }
        for (var meeting = 0; meeting < Meetings.Length; meeting++)
        {
            if (Chance(0, day, 20 + meeting) > 0.7 || Chance(person, day, 30 + meeting) > 0.3)
                continue;
            var from = midnight.AddHours(Meetings[meeting]) - Lateness + Around(person, day, 40 + meeting, minutes: 5);
            var to = midnight.AddHours(Meetings[meeting]).AddMinutes(30 + (60 * Chance(0, day, 50 + meeting)));
            yield return (OfficeZone.MeetingRoom.Id, from, to + Around(person, day, 60 + meeting, minutes: 2));
        }
    }

    private void Walk(int person, DateTimeOffset from, out DateTimeOffset there)
    {
        there = from.AddSeconds(30 + (30 * _noise.At(from.ToUnixTimeSeconds() + person)));
        _stays.Add(new(person, OfficeZone.Corridor.Id, from, there));
    }

    private static string Desk(int person) => person switch
    {
        < 10 => OfficeZone.WindowRow.Id,
        < 20 => OfficeZone.InnerRow.Id,
        _ => OfficeZone.SmallOffice.Id,
    };

    private TimeSpan Around(int person, int day, int what, double minutes) =>
        TimeSpan.FromSeconds(Math.Round(60 * minutes * ((2 * Chance(person, day, what)) - 1)));

    private double Chance(int person, int day, int what) => _noise.At((((person * 7L) + day) * 100) + what);
}
