using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Jingu.Benchmarks.Macro.Subscribing;

/// <summary>Reads what the peers publish: <c>peer/METER</c>, <c>peer/batch</c> and what collectd writes.</summary>
internal static class PeerMessages
{
    private const int Quantities = 10;

    public static IReadOnlyList<string> Filters { get; } = ["peer/#", "collectd/#"];

    public static void Count(string topic, ReadOnlyMemory<byte> payload, long now, Tally tally)
    {
        tally.Message(payload.Length);
        if (topic.StartsWith("collectd/", StringComparison.Ordinal))
            CountValue(topic, payload.Span, now, tally);
        else if (topic == "peer/batch")
            CountBatch(payload, now, tally);
        else
            CountMeter(int.Parse(topic.AsSpan("peer/".Length), CultureInfo.InvariantCulture), payload, now, tally);
    }

    /// <summary><c>collectd/HOST/modbus-mMETER/gauge-qPLACE</c>, <c>TIME:VALUE</c>.</summary>
    private static void CountValue(string topic, ReadOnlySpan<byte> payload, long now, Tally tally)
    {
        tally.Readings(1);
        if (!topic.EndsWith("-q0", StringComparison.Ordinal))
            return;
        var from = topic.IndexOf("modbus-m", StringComparison.Ordinal) + "modbus-m".Length;
        var meter = int.Parse(topic.AsSpan(from, topic.LastIndexOf('/') - from), CultureInfo.InvariantCulture);
        var value = Encoding.ASCII.GetString(payload[(payload.IndexOf((byte)':') + 1)..]).TrimEnd('\0');
        tally.Clock(meter, (long)double.Parse(value, CultureInfo.InvariantCulture), now);
    }

    private static void CountMeter(int meter, ReadOnlyMemory<byte> payload, long now, Tally tally)
    {
        using var json = JsonDocument.Parse(payload);
        tally.Readings(Quantities);
        tally.Clock(meter, (long)json.RootElement.GetProperty("v")[0].GetDouble(), now);
    }

    private static void CountBatch(ReadOnlyMemory<byte> payload, long now, Tally tally)
    {
        using var json = JsonDocument.Parse(payload);
        foreach (var one in json.RootElement.EnumerateArray())
        {
            tally.Readings(Quantities);
            tally.Clock(one.GetProperty("m").GetInt32(), (long)one.GetProperty("v")[0].GetDouble(), now);
        }
    }
}
