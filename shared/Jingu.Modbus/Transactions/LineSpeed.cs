namespace Jingu.Modbus.Transactions;

/// <summary>
/// What a serial line's speed means for frames. A character has 11 bits: start, 8 data, parity or second stop, stop.
/// </summary>
/// <param name="Baud">Bits a second.</param>
internal readonly record struct LineSpeed(int Baud)
{
    /// <summary>
    /// The silence that parts two frames: 3.5 characters, and fixed above 19,200 baud (Serial Line V1.02, 2.5.1.1).
    /// </summary>
    public TimeSpan Silence => Baud > 19_200 ? TimeSpan.FromMilliseconds(1.75) : Characters(3.5);

    public TimeSpan Characters(double count) => TimeSpan.FromSeconds(count * 11 / Baud);
}
