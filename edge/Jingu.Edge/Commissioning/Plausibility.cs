using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Whether two readings of a meter, one after the other, can be true: then its profile, word order and scale are right.
/// Pure.
/// </summary>
internal static class Plausibility
{
    /// <summary>Low-voltage mains of 220 to 240 V, with room for a bad day.</summary>
    public const double VoltageMin = 180;
    public const double VoltageMax = 260;

    public const double FrequencyMin = 45;
    public const double FrequencyMax = 55;

    /// <summary>What a light sensor may show anywhere, lx: more than full sun is none.</summary>
    public const double LuxMax = 120_000;

    /// <summary>What a room may have, degrees C.</summary>
    public const double IndoorsMin = -20;
    public const double IndoorsMax = 60;

    /// <summary>
    /// Power changes between two readings; a rise beyond so many times what it explains is no coincidence.
    /// </summary>
    private const double PowerTimes = 4;

    /// <summary>A counter shows steps: fewer of them say nothing against the power.</summary>
    private const int StepsMin = 4;

    private static readonly ImmutableArray<Quantity> Voltages =
        [Quantity.VoltageL1, Quantity.VoltageL2, Quantity.VoltageL3];

    /// <param name="layout">The scaling of the primary side, multiplier included.</param>
    public static ImmutableArray<Finding> Judge(
        MeterPlan meter, ImmutableArray<Scaling> layout, MeterReading first, MeterReading second)
    {
        var complaints = new List<(Severity Severity, string Text)>();
        AddMains(meter.Profile, second, complaints);
        AddCounters(layout, first, second, complaints);
        if (complaints.Count > 0)
        {
            return [.. complaints.Select(
                complaint => new Finding(complaint.Severity, "meter", meter.Id.Value, complaint.Text))];
        }
        return [new(Severity.Good, "meter", meter.Id.Value, $"reads {Summary(meter.Profile, layout, second)}.")];
    }

    /// <summary>The values a person looks at first.</summary>
    public static string Summary(IMeterProfile profile, ImmutableArray<Scaling> layout, MeterReading reading) =>
        string.Join(", ", layout
            .Select((scaling, i) => (Scaling: scaling, Own: profile.Layout[i], Count: reading.Counts[i]))
            .Where(value => value.Count is not null && (Quantities.IsCounter(value.Scaling.Quantity)
                || value.Scaling.Quantity is Quantity.Power or Quantity.VoltageL1 or Quantity.Frequency
                    or Quantity.Illuminance))
            .Select(value => $"{Quantities.NameOf(value.Scaling.Quantity)} " + ValueText.Of(
                IsMains(value.Scaling.Quantity) ? value.Own : value.Scaling, value.Count)));

    private static void AddMains(
        IMeterProfile profile, MeterReading reading, List<(Severity Severity, string Text)> complaints)
    {
        var voltages = Voltages.Select(voltage => ValueOf(profile, reading, voltage)).ToList();
        var shown = voltages.Where(voltage => voltage is not (null or 0)).ToList();
        var order = shown.Count == 0 || !shown.All(IsVoltage) ? OtherOrder(profile, reading) : null;
        if (shown.Count > 0 && !shown.All(IsVoltage))
        {
            var found = string.Join(", ", shown.Select(voltage => Number(voltage!.Value)));
            complaints.Add((Severity.Failed, $"shows voltages of {found} V, where {VoltageMin:0} to {VoltageMax:0} V "
                + $"belong: {order ?? "check the profile, and where it is wired to."}"));
        }
        else if (shown.Count == 0 && (order is not null || voltages.Exists(voltage => voltage == 0)))
        {
            complaints.Add((
                Severity.Failed, $"shows no voltage at all: {order ?? "check its fuses and the profile."}"));
        }
        else if (voltages.Exists(voltage => voltage == 0))
        {
            complaints.Add((Severity.Warning, "has a phase without voltage: check its fuses, or note that it has fewer "
                + "phases."));
        }
        if (ValueOf(profile, reading, Quantity.Frequency) is { } hertz
            and not (0 or (>= FrequencyMin and <= FrequencyMax)))
        {
            complaints.Add((Severity.Failed, $"shows {Number(hertz)} Hz, where {FrequencyMin:0} to {FrequencyMax:0} Hz "
                + "belong: check the profile's word order and scale."));
        }
    }

    private static void AddCounters(
        ImmutableArray<Scaling> layout, MeterReading first, MeterReading second,
        List<(Severity Severity, string Text)> complaints)
    {
        for (var i = 0; i < layout.Length; i++)
        {
            var (scaling, before, after) = (layout[i], first.Counts[i], second.Counts[i]);
            if (!Quantities.IsCounter(scaling.Quantity) || before is not { } from || after is not { } to)
                continue;
            var name = Quantities.NameOf(scaling.Quantity);
            if (to < from)
            {
                complaints.Add((Severity.Failed, $"counts {name} down, from {ValueText.Of(scaling, from)} to "
                    + $"{ValueText.Of(scaling, to)}: check the profile's word order, and that nobody else answers."));
            }
            else if (scaling.Quantity is Quantity.EnergyImport or Quantity.EnergyExport or Quantity.EnergyGeneration)
            {
                AddPower(layout, first, second, (scaling, name, to - from), complaints);
            }
        }
    }

    private static void AddPower(
        ImmutableArray<Scaling> layout, MeterReading first, MeterReading second,
        (Scaling Scaling, string Name, long Steps) counter, List<(Severity Severity, string Text)> complaints)
    {
        var at = layout.ToList().FindIndex(scaling => scaling.Quantity == Quantity.Power);
        var hours = (second.At - first.At).TotalHours;
        if (at < 0 || hours <= 0 || first.Counts[at] is not { } before || second.Counts[at] is not { } after)
            return;
        var sign = counter.Scaling.Quantity == Quantity.EnergyExport ? -1 : 1;
        var power = new[] { before, after }.Select(count => sign * layout[at].ToDouble(count)).ToArray();
        var step = counter.Scaling.ToDouble(1);
        var rise = counter.Scaling.ToDouble(counter.Steps);
        var most = Math.Max(0, power.Max()) * hours;
        var least = Math.Max(0, power.Min()) * hours;
        var seconds = Number((second.At - first.At).TotalSeconds);
        if (rise > (most * PowerTimes) + (StepsMin * step))
        {
            complaints.Add((Severity.Failed, $"counts {Number(rise)} Wh of {counter.Name} in {seconds} s, but its "
                + $"power of {Number(power.Max() * sign)} W explains at most {Number(most)} Wh: check scale and "
                + "multiplier."));
        }
        else if (least > StepsMin * step && rise * PowerTimes < least)
        {
            complaints.Add((Severity.Failed, $"shows {Number(power.Min() * sign)} W, which is {Number(least)} Wh in "
                + $"{seconds} s, but counts {Number(rise)} Wh of {counter.Name}: check scale and direction."));
        }
    }

    /// <summary>
    /// The word order in which the same registers would be mains voltages, as a sentence; null without one.
    /// </summary>
    private static string? OtherOrder(IMeterProfile profile, MeterReading reading)
    {
        if (reading.Registers.IsEmpty || profile is not DeviceProfile device)
            return null;
        foreach (var (words, bytes) in new[] { (true, false), (false, true), (true, true) })
        {
            var others = Voltages.Select(device.IndexOf).Where(i => i >= 0 && reading.Registers[i].Length > 1)
                .Select(i => device.Layout[i].ToDouble(
                    device.Registers[i].Decode(Reordered(reading.Registers[i], words, bytes).AsSpan()) ?? 0))
                .Where(voltage => voltage != 0).ToList();
            if (others.Count > 0 && others.TrueForAll(voltage => IsVoltage(voltage)))
            {
                var changed = words && bytes ? "all bytes reversed"
                    : words ? "the words exchanged"
                    : "the bytes of each word exchanged";
                return $"with {changed} they are {string.Join(", ", others.Select(Number))} V, so the meter sends "
                    + "another word order than the profile says.";
            }
        }
        return null;
    }

    private static ImmutableArray<ushort> Reordered(ImmutableArray<ushort> registers, bool words, bool bytes)
    {
        var ordered = words ? registers.Reverse() : registers;
        return [.. bytes ? ordered.Select(BinaryPrimitives.ReverseEndianness) : ordered];
    }

    /// <summary>At the meter itself: what it shows of the mains, without a multiplier.</summary>
    private static double? ValueOf(IMeterProfile profile, MeterReading reading, Quantity quantity) =>
        PlaceOf(profile, quantity) is var at and >= 0 && reading.Counts[at] is { } count
            ? profile.Layout[at].ToDouble(count)
            : null;

    private static int PlaceOf(IMeterProfile profile, Quantity quantity) =>
        profile.Layout.ToList().FindIndex(scaling => scaling.Quantity == quantity);

    private static bool IsMains(Quantity quantity) => quantity is Quantity.VoltageL1 or Quantity.Frequency;

    private static bool IsVoltage(double? voltage) => voltage is >= VoltageMin and <= VoltageMax;

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
