namespace Jingu.Budgets.Pulses;

/// <summary>
/// What a pulse meter has counted: the raw pulses, and the register that they make with the constants that were in
/// force. The register has thousandths of a Wh or L, so that it is exact for every usual constant; it is rounded once
/// per constant, never per pulse. Immutable; it never falls.
/// </summary>
/// <param name="Pulses">Raw pulses since the meter was commissioned.</param>
/// <param name="Constant">Pulses per kWh or m3 now in force; 0 before the first pulse.</param>
/// <param name="PulsesOfConstant">Of <paramref name="Pulses"/>, those counted with it.</param>
/// <param name="ThousandthsBefore">What the pulses before them made, thousandths of a Wh or L.</param>
public sealed record PulseRegister(long Pulses, long Constant, long PulsesOfConstant, long ThousandthsBefore)
{
    /// <summary>Thousandths of a Wh in a kWh, and of a L in a m3.</summary>
    public const long ThousandthsPerUnit = 1_000_000;

    /// <summary>A register of these thousandths counts that far: 1,000 GWh. It never rolls over.</summary>
    public const long Modulus = 1_000_000_000_000_000;

    public static readonly PulseRegister Empty = new(0, 0, 0, 0);

    /// <summary>The register, thousandths of a Wh or L.</summary>
    public long Thousandths => ThousandthsBefore + Of(PulsesOfConstant, Constant);

    /// <summary>Counts pulses that came while a constant was in force.</summary>
    public PulseRegister Add(long pulses, long constant)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pulses);
        ArgumentOutOfRangeException.ThrowIfLessThan(constant, 1);
        return constant == Constant
            ? this with { Pulses = Pulses + pulses, PulsesOfConstant = PulsesOfConstant + pulses }
            : new(Pulses + pulses, constant, pulses, Thousandths);
    }

    /// <summary>What so many pulses of a constant are, thousandths of a Wh or L, rounded down.</summary>
    public static long Of(long pulses, long constant) =>
        pulses == 0 ? 0 : (long)((Int128)pulses * ThousandthsPerUnit / constant);
}
