using Jingu.Modbus.Links;

namespace Jingu.Modbus.Transactions;

/// <summary>What a serial line's speed means for frames.</summary>
/// <param name="Baud">Bits a second.</param>
/// <param name="CharacterBits">Start, 8 data, parity or second stop, stop: 11, as the standard has it (Serial Line
/// V1.02, 2.5.1); 10 without parity on one stop bit.</param>
public readonly record struct LineSpeed(int Baud, int CharacterBits = LineSpeed.StandardBits)
{
    private const int StandardBits = 11;

    /// <summary>
    /// The silence that parts two frames: 3.5 characters of the standard's 11 bits, whatever the line's own have, and
    /// fixed above 19,200 baud (Serial Line V1.02, 2.5.1.1).
    /// </summary>
    public TimeSpan Silence =>
        Baud > 19_200 ? TimeSpan.FromMilliseconds(1.75) : TimeSpan.FromSeconds(3.5 * StandardBits / Baud);

    public static LineSpeed Of(SerialSettings line) =>
        new(line.Baud, 1 + 8 + (line.Parity == SerialParity.None ? 0 : 1) + line.StopBits);

    /// <summary>How long so many characters take.</summary>
    public TimeSpan Characters(double count) => TimeSpan.FromSeconds(count * CharacterBits / Baud);
}
