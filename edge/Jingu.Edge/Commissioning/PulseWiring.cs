using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Lines;
using Jingu.Lines.Pulses;
using Jingu.Modbus;
using Jingu.Yaml;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Edge.Commissioning;

/// <summary>What <c>commissioning.yaml</c> says of a meter that gives pulses: its line, and what a pulse is.</summary>
internal static class PulseWiring
{
    internal const int OffsetMax = 1023;
    private const long PerUnitMax = 1_000_000;
    private static readonly TimeSpan LimitMax = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, Contact> Contacts = new()
    {
        // IEC 62053-31: pulse and pause of an S0 output last at least 30 ms.
        ["s0"] = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)),
        ["reed"] = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30)),
    };

    internal static readonly Dictionary<string, LineBias> Biases = new()
    {
        ["as-is"] = LineBias.AsIs,
        ["none"] = LineBias.Off,
        ["pull-up"] = LineBias.PullUp,
        ["pull-down"] = LineBias.PullDown,
    };

    internal static readonly Dictionary<string, ActiveLevel> Levels = new()
    {
        ["high"] = ActiveLevel.High,
        ["low"] = ActiveLevel.Low,
    };

    public static MeterAddress.PulseLine ReadAddress(YamlMap meter)
    {
        var line = LineOf(meter);
        return new(line.Text("chip"), (int)line.Number("offset", 0, OffsetMax));
    }

    public static PulseProfile ReadProfile(YamlMap meter)
    {
        var line = LineOf(meter);
        var contact = line.Choice("contact", Contacts);
        var settings = new InputSettings(
            new(line.Text("chip"), (int)line.Number("offset", 0, OffsetMax)),
            line.Choice("bias", Biases, LineBias.PullUp),
            line.Choice("active", Levels, ActiveLevel.Low),
            LineEdges.Both,
            line.Duration("debounce", TimeSpan.Zero, InputSettings.DebounceMax, contact.Debounce));
        var limits = new PulseLimits(
            line.Duration("onMin", TimeSpan.Zero, LimitMax, contact.LimitMin),
            line.Duration("offMin", TimeSpan.Zero, LimitMax, contact.LimitMin));
        line.Done();
        return new(settings with { Edges = limits.Edges }, limits, QuantityOf(meter), ReadConstants(meter));
    }

    private static YamlMap LineOf(YamlMap meter) =>
        meter.Map("line") ?? throw meter.Complaint("line", "is missing: add chip, offset and contact.");

    private static Quantity QuantityOf(YamlMap meter)
    {
        var points = meter.List("points");
        if (points.Count != 1)
            throw meter.Complaint("points", "a meter that gives pulses has exactly one point: give one.");
        return Quantities.TryParse(points[0].Text("quantity"), out var quantity) && Quantities.IsCounter(quantity)
            ? quantity
            : throw points[0].Complaint("quantity", "pulses count energy or volume: use energy-import or volume.");
    }

    private static ImmutableArray<(LocalDate From, long PerUnit)> ReadConstants(YamlMap meter)
    {
        var constants = meter.List("constants").Select(ReadConstant).ToImmutableArray();
        if (constants.IsEmpty)
        {
            throw meter.Complaint("constants", "is missing: give pulses per kWh or m3, such as "
                + "[{from: 2026-01-01, value: 1000}].");
        }
        return constants.Zip(constants.Skip(1)).All(pair => pair.First.From < pair.Second.From)
            ? constants
            : throw meter.Complaint("constants", "must be in order of 'from', each date once.");
    }

    private static (LocalDate From, long PerUnit) ReadConstant(YamlMap map)
    {
        var constant = (
            map.Parsed("from", text => LocalDatePattern.Iso.Parse(text) is { Success: true } date
                ? date.Value
                : throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture, $"'{text}' is no date: write it as 2026-01-31."))),
            map.Number("value", 1, PerUnitMax));
        map.Done();
        return constant;
    }

    /// <summary>What is usual for a kind of contact, where the file says nothing else.</summary>
    private sealed record Contact(TimeSpan Debounce, TimeSpan LimitMin);
}
