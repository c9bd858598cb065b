using System.Runtime.InteropServices;

namespace Jingu.Modbus.Links;

/// <summary>
/// The C library's struct termios (Linux, 60 bytes on all its ports that .NET has) and what a Modbus line needs of it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    private const uint TwoStopBits = 0x40;
    private const uint Receiver = 0x80;
    private const uint ParityOn = 0x100;
    private const uint ParityOdd = 0x200;
    private const uint IgnoreModemLines = 0x800;
    private const uint HardwareFlow = 0x8000_0000;
    private const uint Framing = TwoStopBits | ParityOn | ParityOdd;

    private uint _input;
    private uint _output;
    private uint _control;
    private uint _local;
    private byte _discipline;
    private fixed byte _characters[32];
    private uint _inputSpeed;
    private uint _outputSpeed;

    /// <summary>
    /// Eight raw bits, no flow control, reads that give what is there; and the line's speed, parity and stop bits.
    /// </summary>
    public void Become(SerialSettings settings)
    {
        Libc.MakeRaw(ref this);
        _control = (_control & ~(Framing | HardwareFlow)) | Receiver | IgnoreModemLines | FramingOf(settings);
        _characters[5] = 0; // VTIME
        _characters[6] = 1; // VMIN
        Libc.SetSpeed(ref this, SpeedOf(settings.Baud));
    }

    /// <summary>
    /// tcsetattr succeeds when it could change anything at all: what the line took must be read back.
    /// </summary>
    public readonly bool Is(SerialSettings settings) =>
        (_control & Framing) == FramingOf(settings) && _outputSpeed == SpeedOf(settings.Baud);

    private static uint FramingOf(SerialSettings settings) =>
        (settings.StopBits == 2 ? TwoStopBits : 0) | settings.Parity switch
        {
            SerialParity.Even => ParityOn,
            SerialParity.Odd => ParityOn | ParityOdd,
            _ => 0,
        };

    /// <summary>The codes of termios.h, octal 11 and on.</summary>
    private static uint SpeedOf(int baud) => baud switch
    {
        1200 => 0x9,
        2400 => 0xB,
        4800 => 0xC,
        9600 => 0xD,
        19_200 => 0xE,
        38_400 => 0xF,
        57_600 => 0x1001,
        115_200 => 0x1002,
        _ => throw new ArgumentOutOfRangeException(nameof(baud), baud, "No code for this speed."),
    };
}
