using Jingu.Simulators.Campus;
using NodaTime;

namespace Jingu.Simulators.Bench;

/// <summary>What the report is about: a local month or its beginning.</summary>
/// <param name="IsWholeMonth">False when only its first days or hours were asked for.</param>
internal sealed record BenchPeriod(LocalMonth Month, DateTimeOffset From, DateTimeOffset To, bool IsWholeMonth)
{
    /// <summary>The local days it covers, the last one excluded; null where it ends within a day.</summary>
    public (LocalDate First, LocalDate End)? Days { get; private init; }

    /// <summary>How long a show may go on.</summary>
    private static readonly Period ShowMax = NodaTime.Period.FromDays(31);

    /// <param name="now">For a show: it starts at the last local midnight.</param>
    public static BenchPeriod Of(BenchOptions options, DateTimeZone zone, DateTimeOffset now)
    {
        if (options.Month is null)
            return Show(zone, now);
        var month = LocalMonth.TryParse(options.Month, zone)
            ?? throw new BenchException(ExitCodes.BadInput, $"--month {options.Month}: write it as 2017-03.");
        var to = (options.Days, options.Hours) switch
        {
            (null, null) => month.To,
            ({ } days, null) => Midnight(month, days, zone),
            (null, { } hours) => month.From + TimeSpan.FromHours(hours),
            _ => throw new BenchException(ExitCodes.BadInput, "--days and --hours: give one of them."),
        };
        return to > month.From && to <= month.To
            ? new(month, month.From, to, to == month.To)
            {
                Days = options.Hours is not null ? null : (First(month), options.Days is { } count
                    ? First(month).PlusDays(count)
                    : First(month).PlusMonths(1)),
            }
            : throw new BenchException(
                ExitCodes.BadInput, "--days, --hours: at least 1, and not beyond the month's end.");
    }

    private static BenchPeriod Show(DateTimeZone zone, DateTimeOffset now)
    {
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        var from = today.AtStartOfDayInZone(zone).ToDateTimeOffset().ToUniversalTime();
        var to = (today + ShowMax).AtStartOfDayInZone(zone).ToDateTimeOffset().ToUniversalTime();
        return new(LocalMonth.Holding(from, zone), from, to, false);
    }

    private static DateTimeOffset Midnight(LocalMonth month, int days, DateTimeZone zone) =>
        First(month).PlusDays(days).AtStartOfDayInZone(zone).ToDateTimeOffset().ToUniversalTime();

    private static LocalDate First(LocalMonth month) => new(month.Year, month.Month, 1);
}
