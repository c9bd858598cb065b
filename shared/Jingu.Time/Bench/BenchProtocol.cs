using System.Globalization;

namespace Jingu.Time.Bench;

/// <summary>
/// The lines that a bench and its processes exchange over a loopback socket, one per message, words parted by one
/// space, instants in ticks of 100 ns since 0001-01-01 UTC:
/// <code>
/// process -> bench   hello NAME                    once, first
/// bench -> process   grant TICKS                   the clock now stands there
/// process -> bench done TICKS NEXT BACKLOG everything for TICKS is finished; nothing is to do before NEXT (or "never")
/// bench -> process backlog? asked while the clock is held because of a backlog process -> bench backlog COUNT
/// undelivered entries right now
/// </code>
/// </summary>
public static class BenchProtocol
{
    public const string Never = "never";

    public static string Hello(string name) => $"hello {name}";

    public static string Grant(DateTimeOffset instant) => $"grant {Ticks(instant)}";

    public static string Done(DateTimeOffset granted, DateTimeOffset? next, long backlog) =>
        $"done {Ticks(granted)} {(next is { } instant ? Ticks(instant) : Never)} "
            + $"{backlog.ToString(CultureInfo.InvariantCulture)}";

    public const string AskBacklog = "backlog?";

    public static string Backlog(long count) => $"backlog {count.ToString(CultureInfo.InvariantCulture)}";

    public static DateTimeOffset ParseInstant(string word) =>
        new(long.Parse(word, CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>The instant of a line that grants one; false for every other line.</summary>
    public static bool TryParseGrant(string? line, out DateTimeOffset instant)
    {
        instant = default;
        if (line?.Split(' ') is not ["grant", var word]
            || !long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }
        instant = new(ticks, TimeSpan.Zero);
        return true;
    }

    private static string Ticks(DateTimeOffset instant) => instant.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
