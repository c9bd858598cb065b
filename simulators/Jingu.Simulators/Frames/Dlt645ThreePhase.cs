using System.Buffers.Binary;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;

namespace Jingu.Simulators.Frames;

/// <summary>
/// A three-phase electricity meter by DL/T 645-2007: energy both ways in 0.01 kWh, and what it measures, by identifier
/// (annex A, tables A.1 and A.3). Every byte of the data travels with 33H added.
/// </summary>
internal sealed class Dlt645ThreePhase : IFrameMap
{
    private const int AddressAt = 1;
    private const int ControlAt = 8;
    private const int DataAt = 10;
    private const byte Offset = 0x33;
    private const byte Read = 0x11;
    private const byte Answered = 0x91;
    private const byte Refused = 0xD1;
    private const byte NoSuchData = 0x02;
    private const uint Import = 0x00010000;
    private const uint Export = 0x00020000;
    private const int WattHoursPerStep = 10;

    public int LengthAt => 9;

    public byte[]? Answer(string address, ReadOnlySpan<byte> request, in Shown shown)
    {
        var bytes = FrameBytes.Address(address);
        if (!request.Slice(AddressAt, bytes.Length).SequenceEqual(bytes) || request[ControlAt] != Read
            || request[LengthAt] != sizeof(uint))
        {
            return null;
        }
        var asked = Plain(request.Slice(DataAt, sizeof(uint)));
        var value = ValueOf(BinaryPrimitives.ReadUInt32LittleEndian(asked), shown);
        return value is null ? Frame(bytes, Refused, [NoSuchData]) : Frame(bytes, Answered, [.. asked, .. value]);
    }

    public long? Counter(Direction direction, ReadOnlySpan<byte> answer)
    {
        if (answer[ControlAt] != Answered)
            return null;
        var data = Plain(answer[DataAt..^2]);
        var identifier = BinaryPrimitives.ReadUInt32LittleEndian(data);
        return identifier == (direction == Direction.Export ? Export : Import)
            ? FrameBytes.Number(data.AsSpan(sizeof(uint))) * WattHoursPerStep
            : null;
    }

    private static byte[]? ValueOf(uint identifier, in Shown shown) => identifier switch
    {
        Import => FrameBytes.Digits(shown.Forward / WattHoursPerStep, 8),
        Export => FrameBytes.Digits(shown.Reverse / WattHoursPerStep, 8),
        0x0201FF00 => [.. Tenths(shown.Voltage(0)), .. Tenths(shown.Voltage(1)), .. Tenths(shown.Voltage(2))],
        0x0202FF00 => [.. Amperes(shown, 0), .. Amperes(shown, 1), .. Amperes(shown, 2)],
        0x0203FF00 =>
        [
            .. Kilowatts(shown.Rate), .. Kilowatts(shown.PhasePower(0)), .. Kilowatts(shown.PhasePower(1)),
            .. Kilowatts(shown.PhasePower(2)),
        ],
        0x02060000 => FrameBytes.Digits((long)Math.Round(Shown.PowerFactor * 1000), 4),
        0x02800002 => FrameBytes.Digits((long)Math.Round(shown.Frequency * 100), 4),
        _ => null,
    };

    private static byte[] Tenths(double volts) => FrameBytes.Digits((long)Math.Round(volts * 10), 4);

    private static byte[] Amperes(in Shown shown, int phase) =>
        FrameBytes.Digits((long)Math.Round(shown.Current(phase) * 1000), 6);

    private static byte[] Kilowatts(double watts) => FrameBytes.Digits((long)Math.Round(watts * 10), 6);

    private static byte[] Frame(byte[] address, byte control, byte[] data) => FrameBytes.Close(
    [
        FrameBytes.Start, .. address, FrameBytes.Start, control, (byte)data.Length,
        .. data.Select(value => unchecked((byte)(value + Offset))),
    ]);

    private static byte[] Plain(ReadOnlySpan<byte> data)
    {
        var plain = data.ToArray();
        foreach (ref var value in plain.AsSpan())
            value = unchecked((byte)(value - Offset));
        return plain;
    }
}
