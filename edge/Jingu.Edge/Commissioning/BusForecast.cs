using System.Collections.Immutable;
using System.Globalization;
using Jingu.Modbus;
using Jingu.Modbus.Planning;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What reading all meters of a port once takes, from baud rate, registers and turnaround, before anything is
/// connected. Pure.
/// </summary>
/// <param name="Baud">Null where no line is known: behind a Modbus TCP address only the answers' time counts.</param>
/// <param name="Requests">Requests of one round that reads everything.</param>
/// <param name="Registers">Registers of one such round.</param>
/// <param name="Whole">How long it takes.</param>
/// <param name="Counters">How long it takes to read the counters alone.</param>
/// <param name="Slowest">The longest whole reading of one meter.</param>
internal sealed record BusForecast(
    PortPlan Port, int? Baud, int Meters, int Requests, int Registers, TimeSpan Whole, TimeSpan Counters,
    TimeSpan Slowest)
{
    /// <summary>
    /// How long a meter is taken to need before it answers. No manual of ours says; `check` on site measures instead.
    /// </summary>
    public static readonly TimeSpan AnswerAssumed = TimeSpan.FromMilliseconds(20);

    /// <summary>The part of a period that may be planned for: the rest is for a dead meter's probe and for
    /// commands.</summary>
    private const double Share = 0.95;

    private static readonly ImmutableArray<int> Periods =
        [1, 2, 3, 5, 10, 15, 20, 30, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800, 3600];

    /// <summary>The forecast of a port's Modbus meters; null where it has none.</summary>
    public static BusForecast? Of(PortPlan port, IEnumerable<MeterPlan> meters)
    {
        LineSpeed? speed = port.Settings switch
        {
            PortSettings.Serial serial => LineSpeed.Of(serial.Line),
            PortSettings.RtuOverTcp tcp => new LineSpeed(tcp.Baud),
            PortSettings.Tcp => null,
            _ => null,
        };
        var behind = meters.Where(meter => meter.Port == port.Id && meter.Address is MeterAddress.Modbus).ToList();
        if (behind.Count == 0 || (speed is null && port.Settings is not PortSettings.Tcp))
            return null;
        var whole = behind.Select(meter => (Plan: PlanOf(meter, countersOnly: false), meter.Turnaround)).ToList();
        var counters = behind.Select(meter => (Plan: PlanOf(meter, countersOnly: true), meter.Turnaround));
        TimeSpan Time((ReadPlan Plan, TimeSpan Turnaround) meter) => Sum(meter.Plan.Requests.Select(request =>
            speed is { } line ? LineTime.Of(request, line, AnswerAssumed, meter.Turnaround) : AnswerAssumed))
            / port.InFlight;
        return new(
            port, speed?.Baud, behind.Count, whole.Sum(meter => meter.Plan.Requests.Length),
            whole.Sum(meter => meter.Plan.Requests.Sum(request => request.Count)),
            Sum(whole.Select(Time)), Sum(counters.Select(Time)), whole.Max(Time));
    }

    /// <summary>What that means for the port's period.</summary>
    public Finding Judge()
    {
        var available = Port.Period * Share;
        var what = string.Create(CultureInfo.InvariantCulture,
            $"{Meters} {(Meters == 1 ? "meter needs" : "meters need")} {Whole.TotalSeconds:0.0#} s for "
            + $"everything{(Baud is { } baud ? $" at {baud} baud" : "")} (requests: {Requests}, registers: "
            + $"{Registers}, {AnswerAssumed.TotalMilliseconds:0} ms taken for each answer)");
        var period = Durations.Format(Port.Period);
        if (Whole <= available)
            return new(Severity.Good, "bus", Port.Id, $"{what} and are read every {period}.");
        var cannot = $"{what} and cannot be read every {period}";
        var cure = Cure();
        return Counters <= available
            ? new(Severity.Warning, "bus", Port.Id, string.Create(CultureInfo.InvariantCulture,
                $"{cannot}: counters alone take {Counters.TotalSeconds:0.0} s and are read every time, other values in "
                + $"turn. {cure}"))
            : new(Severity.Failed, "bus", Port.Id, string.Create(CultureInfo.InvariantCulture,
                $"{cannot}: even the counters take {Counters.TotalSeconds:0.0} s. {cure}"));
    }

    private string Cure()
    {
        var enough = Periods.Select(seconds => TimeSpan.FromSeconds(seconds)).FirstOrDefault(
            period => Whole <= period * Share);
        var longer = enough == default ? "Split the bus" : $"Give the port a period of {Durations.Format(enough)}";
        var fewer = Math.Max(1, (int)(Port.Period * Share / (Whole / Meters)));
        return Port.Settings is PortSettings.Tcp
            ? $"{longer}, or set inFlight where the other end takes several requests at once."
            : $"{longer}, a higher baud rate, or at most {fewer} such meters.";
    }

    /// <summary>Where a SunSpec model lies is known on the wire only; how long it is, before.</summary>
    private static ReadPlan PlanOf(MeterPlan meter, bool countersOnly)
    {
        var profile = (DeviceProfile)meter.Profile;
        var unitIdentifier = ((MeterAddress.Modbus)meter.Address).UnitIdentifier;
        return profile.SunSpec is { } model
            ? ReadPlan.ForModelAt((ushort)(model.Bases[0] + 2), profile, unitIdentifier, countersOnly)
            : ReadPlan.For(profile, unitIdentifier, countersOnly);
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> spans) =>
        spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span);
}
