using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Reads every meter twice and judges both readings: word order and scale are right when nothing about them is
/// impossible.
/// </summary>
internal sealed class MeterCheck(
    CommissioningPlan plan, MeterAsking asking, StoredReadings? stored, SiteTime site, MachineTime machine)
{
    /// <summary>Between the two readings of a meter, so that a counter has time to move.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly Commissioned _commissioned = new(plan);

    /// <param name="advance">Told after each reading.</param>
    public async Task<ImmutableArray<Finding>> RunAsync(Action advance, CancellationToken stop)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var taken = plan.Meters.Where(asking.IsTaken).ToHashSet();
        var first = new Dictionary<MeterPlan, MeterReading>();
        foreach (var meter in plan.Meters.Where(meter => !taken.Contains(meter)))
        {
            var (reading, fault) = await asking.AskAsync(meter, stop);
            if (reading is not null)
                first.Add(meter, reading);
            else
                findings.Add(Silent(meter, fault!.ToString()));
            advance();
        }
        foreach (var (meter, before) in first)
        {
            var wait = before.At + Apart - site.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, machine, stop);
            var (reading, fault) = await asking.AskAsync(meter, stop);
            findings.AddRange(reading is not null
                ? Plausibility.Judge(meter, LayoutOf(meter), before, reading)
                : [Silent(meter, fault!.ToString())]);
            if (reading is not null && await asking.IdentifyAsync(meter, stop) is { } nameplate)
                findings.Add(Compare(meter, nameplate));
            advance();
        }
        findings.AddRange(taken.SelectMany(meter => FromFile(meter)));
        return findings.ToImmutable();
    }

    /// <summary>Two inverters behind one address plan are easily exchanged: each says who it is.</summary>
    public static Finding Compare(MeterPlan meter, Nameplate nameplate) =>
        nameplate.Serial.Length == 0 || nameplate.Serial == meter.Serial
            ? new(Severity.Good, "meter", meter.Id.Value, $"says that it is {nameplate}.")
            : new(Severity.Warning, "meter", meter.Id.Value,
                $"says that it is {nameplate}, but commissioning.yaml says serial {meter.Serial}: look which device "
                + "answers there, and write down its serial.");

    private ImmutableArray<Finding> FromFile(MeterPlan meter)
    {
        var known = stored?.Meters.GetValueOrDefault(meter.Id);
        if (known?.Last?.Quality == Quality.Missing)
            return [Silent(meter, "says the running gateway, to which its port belongs")];
        if (known is not { Measured.Length: > 0 })
        {
            return [new(Severity.Failed, "meter", meter.Id.Value,
                $"{meter.Port} belongs to a running gateway, which has not read it yet: look again later.")];
        }
        var readings = known.Measured.Select(measured => new MeterReading(
            measured.Sample.Instant, measured.Sample.Values, [])).ToArray();
        return readings.All(reading => reading.Counts.Length == meter.Profile.Layout.Length)
            ? [.. Plausibility.Judge(meter, LayoutOf(meter), readings[^1], readings[0]).Select(finding => finding with
            {
                Text = $"{finding.Text} (Read by the running gateway, to which {meter.Port} belongs.)",
            })]
            : [new(Severity.Failed, "meter", meter.Id.Value,
                "the running gateway reads it by another profile: restart the gateway on these files.")];
    }

    private ImmutableArray<Scaling> LayoutOf(MeterPlan meter) => _commissioned.Layouts[_commissioned.IndexOf[meter.Id]];

    private static Finding Silent(MeterPlan meter, string fault) => new(
        Severity.Failed, "meter", meter.Id.Value,
        $"{meter.Address} on {meter.Port} gives no reading ({fault.TrimEnd('.')}): check "
        + "wiring, address, baud rate and parity; jingu-edge scan shows who answers.");
}
