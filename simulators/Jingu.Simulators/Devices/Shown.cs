namespace Jingu.Simulators.Devices;

/// <summary>
/// What a meter has counted and measures at one instant, on its secondary side, before any register rounds it.
/// </summary>
/// <param name="Forward">Wh imported or generated, or L.</param>
/// <param name="Reverse">Wh exported; 0 where nothing flows back.</param>
/// <param name="Rate">W, negative when exporting; or L/h.</param>
/// <param name="Wobble">0 to 1, different at each instant: what makes voltages and frequency look alive.</param>
internal readonly record struct Shown(long Forward, long Reverse, double Rate, double Wobble)
{
    /// <summary>Whether a valve inside the meter stands closed; open where there is none.</summary>
    public bool IsValveClosed { get; init; }

    /// <summary>As it is printed on the device.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Rated power of an inverter's plant, W; 0 for everything else.</summary>
    public double Peak { get; init; }

    /// <summary>W that the sun would let an inverter generate; the rate, where nothing is in the way.</summary>
    public double Available { get; init; }

    /// <summary>What is wrong with an inverter.</summary>
    public InverterTrouble Trouble { get; init; }

    /// <summary>Share of each phase in the load.</summary>
    private static readonly double[] PhaseShares = [0.36, 0.33, 0.31];

    public const double PowerFactor = 0.95;

    /// <summary>Hz, within a hundredth or two of 50.</summary>
    public double Frequency => 50 + ((Wobble - 0.5) * 0.04);

    /// <summary>V between phase 0 to 2 and neutral.</summary>
    public double Voltage(int phase) => 229 + (Wobble * 4) + phase;

    /// <summary>W of phase 0 to 2.</summary>
    public double PhasePower(int phase) => Rate * PhaseShares[phase];

    /// <summary>A of phase 0 to 2; never negative.</summary>
    public double Current(int phase) => Math.Abs(PhasePower(phase)) / PowerFactor / Voltage(phase);

    /// <summary>VA in all phases.</summary>
    public double ApparentPower => Math.Abs(Rate) / PowerFactor;

    /// <summary>var in all phases.</summary>
    public double ReactivePower => Math.Sqrt((ApparentPower * ApparentPower) - (Rate * Rate));
}
