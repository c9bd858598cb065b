using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;

namespace Jingu.Simulators.Frames;

/// <summary>
/// A cold water meter by CJ/T 188-2004, type 10H: identifier 901F gives its total in 0.01 m3, a second total, its clock
/// and two bytes of status.
/// </summary>
internal sealed class Cjt188Water : IFrameMap
{
    private const byte ColdWater = 0x10;
    private const byte CubicMetres = 0x2C;
    private const int AddressAt = 2;
    private const int ControlAt = 9;
    private const int DataAt = 11;
    private const byte Read = 0x01;
    private const byte Answered = 0x81;
    private const int LitresPerStep = 10;

    /// <summary>901F, low byte first.</summary>
    private static readonly byte[] Total = [0x1F, 0x90];

    public int LengthAt => 10;

    public byte[]? Answer(string address, ReadOnlySpan<byte> request, in Shown shown)
    {
        var bytes = FrameBytes.Address(address);
        if (request[1] != ColdWater || !request.Slice(AddressAt, bytes.Length).SequenceEqual(bytes)
            || request[ControlAt] != Read || !request.Slice(DataAt, Total.Length).SequenceEqual(Total))
        {
            return null;
        }
        var total = FrameBytes.Digits(shown.Forward / LitresPerStep, 8);
        byte[] data =
        [
            .. Total, request[DataAt + Total.Length], .. total, CubicMetres, .. total, CubicMetres,
            .. new byte[7], 0x00, 0x00,
        ];
        return FrameBytes.Close([FrameBytes.Start, ColdWater, .. bytes, Answered, (byte)data.Length, .. data]);
    }

    public long? Counter(Direction direction, ReadOnlySpan<byte> answer) =>
        answer[ControlAt] == Answered ? FrameBytes.Number(answer.Slice(DataAt + 3, 4)) * LitresPerStep : null;
}
