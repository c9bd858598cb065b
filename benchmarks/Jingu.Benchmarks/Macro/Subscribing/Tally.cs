using System.Globalization;
using System.Runtime.InteropServices;

namespace Jingu.Benchmarks.Macro.Subscribing;

/// <summary>
/// What a subscriber sees of meters that carry their own clock: polls that arrived in a span, how late they were, how
/// far apart a meter was asked. Times in tenths of a millisecond, modulo <see cref="Wrap"/>, as the meters show it. For
/// one thread.
/// </summary>
/// <param name="meters">They are numbered from 0.</param>
/// <param name="counted">Meters that periods and misses are computed of: the first so many.</param>
internal sealed class Tally(int meters, int counted)
{
    /// <summary>Where the meters' clocks begin again: 1,000 s.</summary>
    public const long Wrap = 10_000_000;

    /// <summary>A period less than so much above or below a second is a second: clocks are read to 0.1 ms.</summary>
    private const double DeadBand = 0.0015;

    private readonly Meter[] _meters = [.. Enumerable.Range(0, meters).Select(_ => new Meter())];
    private readonly List<int> _latencies = [];
    private readonly List<int> _periods = [];
    private long _readings;
    private long _payload;
    private long _messages;

    public void Message(int bytes)
    {
        _payload += bytes;
        _messages++;
    }

    /// <summary>Readings that came, also those of other values than the clock.</summary>
    public void Readings(int count) => _readings += count;

    /// <summary>A meter's clock arrived.</summary>
    /// <param name="now">The time of its arrival, tenths of a millisecond since 1970.</param>
    public void Clock(int meter, long shown, long now)
    {
        _latencies.Add((int)Difference(now % Wrap, shown));
        var known = _meters[meter];
        if (known.Polls > 0)
        {
            var period = Difference(shown, known.Last);
            // Sent again, or overtaken on the way.
            if (period is 0 or > Wrap / 2)
                return;
            known.Spent += period;
            if (meter < counted)
                _periods.Add((int)period);
        }
        known.Polls++;
        known.Last = shown;
    }

    public TallyFigures Figures()
    {
        var rate = _meters.Take(counted).Sum(meter => meter.PollsPerSecond);
        var missed = 1 - (rate / counted);
        return new(
            _messages, _payload, _readings, _meters.Sum(meter => meter.PollsPerSecond),
            missed < DeadBand ? 0 : 100 * missed,
            Percentile(_latencies, 50), Percentile(_latencies, 99), Percentile(_periods, 50),
            Percentile(_periods, 99));
    }

    private static long Difference(long later, long earlier) => (later - earlier + Wrap) % Wrap;

    private static double Percentile(List<int> values, int percent)
    {
        var sorted = CollectionsMarshal.AsSpan(values);
        sorted.Sort();
        return sorted.IsEmpty ? double.NaN : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)] / 10.0;
    }

    private sealed class Meter
    {
        public long Polls { get; set; }

        public long Last { get; set; }

        public long Spent { get; set; }

        /// <summary>By the mean distance of its polls; 0 for one that was not heard twice.</summary>
        public double PollsPerSecond => Spent == 0 ? 0 : (Polls - 1) * 10_000.0 / Spent;
    }
}

/// <param name="PayloadBytes">Of all messages, topics and headers not counted.</param>
/// <param name="PollsPerSecond">Of all meters together.</param>
/// <param name="MissedPercent">Seconds without a poll, of the counted meters.</param>
/// <param name="LatencyP50">From the register to the subscriber, ms, as the others of time.</param>
internal sealed record TallyFigures(
    long Messages, long PayloadBytes, long Readings, double PollsPerSecond, double MissedPercent, double LatencyP50,
    double LatencyP99, double PeriodP50, double PeriodP99)
{
    /// <summary>Median and 99th percentile, for a table.</summary>
    public string Latencies() => double.IsNaN(LatencyP50)
        ? "nothing came"
        : string.Create(CultureInfo.InvariantCulture, $"{LatencyP50:0.0}, {LatencyP99:0.0}");

    /// <inheritdoc cref="Latencies"/>
    public string Periods() => double.IsNaN(PeriodP50)
        ? "longer than the span"
        : string.Create(CultureInfo.InvariantCulture, $"{PeriodP50:0}, {PeriodP99:0}");
}
