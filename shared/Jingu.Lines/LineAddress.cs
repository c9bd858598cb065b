namespace Jingu.Lines;

/// <summary>
/// Where a line is wired. Chips are named by their label, because numbers change when one is plugged in again.
/// </summary>
/// <param name="Chip">The chip's label, such as <c>pinctrl-bcm2711</c>.</param>
/// <param name="Offset">The line's place on the chip, from 0.</param>
public sealed record LineAddress(string Chip, int Offset)
{
    public override string ToString() => $"{Chip} line {Offset}";
}
