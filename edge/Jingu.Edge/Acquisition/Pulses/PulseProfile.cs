using System.Collections.Immutable;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Lines;
using Jingu.Lines.Pulses;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Edge.Acquisition.Pulses;

/// <summary>A meter that only gives pulses: its register is the gateway's, in thousandths of a Wh or L.</summary>
/// <param name="Quantity">What a pulse is an amount of.</param>
/// <param name="Constants">Pulses per kWh or m3 from midnights of the site's zone on, in order.</param>
internal sealed record PulseProfile(
    InputSettings Input, PulseLimits Limits, Quantity Quantity,
    ImmutableArray<(LocalDate From, long PerUnit)> Constants) : IMeterProfile
{
    /// <summary>A contact that bounces is no faster than this, whatever it is set to.</summary>
    private static readonly TimeSpan PulseMin = TimeSpan.FromMilliseconds(1);

    public string Name => "pulse";

    public string Device => Name;

    public bool TakesMultiplier => true;

    public ImmutableArray<Scaling> Layout => [new(Quantity, 1, 1000)];

    /// <summary>The pulse that is worth most, as fast as the limits let it through.</summary>
    public CounterLimits? LimitsAt(int place)
    {
        var pulse = Limits.OnMin + Limits.OffMin;
        var perHour = TimeSpan.TicksPerHour / (pulse > PulseMin ? pulse : PulseMin).Ticks;
        var rate = (perHour + 1) * PulseRegister.Of(1, Constants.Min(constant => constant.PerUnit)) / 1000;
        return new(PulseRegister.Modulus, Math.Max(1, rate));
    }

    /// <summary>What a power cut may cost, for the installer.</summary>
    public PulseLoss LossOf(MeterId meter, StoreLimits limits)
    {
        var most = limits.LossMax(Constants.Min(constant => constant.PerUnit), Unit);
        var unit = Unit == BaseUnit.Litre ? "L" : "Wh";
        return new(
            meter, most, unit,
            $"{meter}: a power cut loses at most {most} {unit}, or what {Durations.Format(limits.After)} bring where "
                + "that is less. Pulses that come while the gateway is down are not counted.");
    }

    public BaseUnit Unit => Quantities.UnitOf(Quantity);

    public ImmutableArray<PulseConstant> ConstantsIn(string zone)
    {
        var site = DateTimeZoneProviders.Tzdb[zone];
        return [.. Constants.Select(constant => new PulseConstant(
            site.AtStartOfDay(constant.From).ToInstant().ToDateTimeOffset(), constant.PerUnit))];
    }
}

/// <summary>The most of a pulse count that a power cut can lose.</summary>
/// <param name="Most">In <paramref name="Unit"/>.</param>
/// <param name="Unit">Wh or L.</param>
internal sealed record PulseLoss(MeterId Meter, long Most, string Unit, string Sentence);
