namespace Jingu.Edge.Control.Curtailing;

/// <summary>What an inverter showed.</summary>
/// <param name="Mode">How it is limited.</param>
/// <param name="Tenths">The share in its register, whether it holds or not.</param>
/// <param name="Watts">AC power; null: not known.</param>
/// <param name="Fault">Why nothing of this is known; null: it is.</param>
internal sealed record InverterLook(LimitMode Mode, int Tenths, double? Watts, string? Fault)
{
    public static InverterLook Silent(string why) => new(LimitMode.Other, 0, null, why);
}

/// <summary>How an inverter is limited.</summary>
internal enum LimitMode
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To the share in its register.</summary>
    Share,

    /// <summary>In a way that this gateway never asks for.</summary>
    Other,
}
