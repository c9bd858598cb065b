using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Pulses;

/// <summary>How much of a pulse count may be in memory only: whichever limit is reached first.</summary>
/// <param name="After">1 s to 10 min.</param>
/// <param name="WattHours">1 to 1,000,000.</param>
/// <param name="Litres">1 to 1,000,000.</param>
public sealed record StoreLimits(TimeSpan After, long WattHours, long Litres)
{
    /// <summary>10 s, 1 % of a kWh, 10 L.</summary>
    public static readonly StoreLimits Usual = new(TimeSpan.FromSeconds(10), 10, 10);

    /// <summary>True when what was counted since the last storing is to be stored now.</summary>
    public bool IsDue(PulseRegister stored, PulseRegister now, BaseUnit unit, TimeSpan since) =>
        now.Pulses > stored.Pulses
        && (since >= After || now.Thousandths - stored.Thousandths >= LimitOf(unit) * 1000);

    /// <summary>
    /// The most that a power cut can lose of one input, Wh or L: the limit, or the one pulse that is being stored where
    /// a pulse is worth more.
    /// </summary>
    public long LossMax(long constant, BaseUnit unit) =>
        Math.Max(LimitOf(unit), (PulseRegister.Of(1, constant) + 999) / 1000);

    private long LimitOf(BaseUnit unit) => unit == BaseUnit.Litre ? Litres : WattHours;
}
