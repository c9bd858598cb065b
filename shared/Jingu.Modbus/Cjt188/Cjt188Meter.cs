using System.Collections.Immutable;
using Jingu.Modbus.MeterFrames;

namespace Jingu.Modbus.Cjt188;

/// <summary>
/// One water meter by CJ/T 188-2004. Each question has its own sequence number, so that an answer to an earlier one is
/// known by it.
/// </summary>
internal sealed class Cjt188Meter(
    FrameClient client, MeterAddress.Cjt188 address, byte meterType, TimeSpan answerMax) : IFrameMeter
{
    private const uint AddressIdentifier = 0x810A;
    private const byte ColdWater = 0x10;
    private const byte AnyByte = 0xAA;

    private readonly ImmutableArray<byte> _address = [.. Bcd.FromDigits(address.Digits, address.AddressOrder)];
    private byte _sequence;

    public async ValueTask<FrameResult> ReadAsync(uint identifier, CancellationToken stop)
    {
        _sequence = unchecked((byte)(_sequence + 1));
        var asked = Cjt188Frame.BytesOf(identifier, address.IdentifierOrder);
        var result = await client.AskAsync(Question(asked, _sequence), answerMax, stop);
        if (result is not FrameResult.Answer(var frame))
            return result;
        var content = FrameFormat.Cjt188.ContentOf(frame.AsSpan());
        return Cjt188Frame.IsRefusal(frame.AsSpan())
            ? FrameResult.Refused($"{Bcd.NameOf(identifier, 2)}: status {Convert.ToHexString(content[1..])}")
            : new FrameResult.Answer([.. content[Cjt188Frame.DataAt..]]);
    }

    /// <summary>
    /// Asks for the address of the line's only cold water meter; its orders are taken to be the standard's.
    /// </summary>
    public static async ValueTask<AddressSearch> FindAsync(
        FrameClient client, TimeSpan answerMax, CancellationToken stop)
    {
        byte[] any = [AnyByte, AnyByte, AnyByte, AnyByte, AnyByte, AnyByte, AnyByte];
        var identifier = Cjt188Frame.BytesOf(AddressIdentifier, ByteOrder.LowFirst);
        var question = new FrameQuestion(
            FrameFormat.Cjt188,
            [.. Cjt188Frame.Write(ColdWater, any, Cjt188Function.ReadAddress, identifier, 0)],
            frame => Cjt188Frame.Answers(frame, Cjt188Function.ReadAddress)
                && FrameFormat.Cjt188.ContentOf(frame).StartsWith(identifier));
        return await client.AskAsync(question, answerMax, stop) switch
        {
            FrameResult.Answer(var frame) => AddressOf(Cjt188Frame.AddressOf(frame.AsSpan())),
            FrameResult.Failed failed => new AddressSearch.Failed(failed.Fault),
            var other => throw new InvalidOperationException($"a question ended as {other}"),
        };
    }

    private FrameQuestion Question(byte[] asked, byte sequence)
    {
        var bytes = Cjt188Frame.Write(meterType, _address.AsSpan(), Cjt188Function.ReadData, asked, sequence);
        return new(FrameFormat.Cjt188, [.. bytes], IsAnswer);

        bool IsAnswer(ReadOnlySpan<byte> frame)
        {
            if (Cjt188Frame.TypeOf(frame) != meterType
                || !Cjt188Frame.AddressOf(frame).SequenceEqual(_address.AsSpan())
                || !Cjt188Frame.Answers(frame, Cjt188Function.ReadData))
            {
                return false;
            }
            // A refusal has the sequence and two bytes of status.
            var content = FrameFormat.Cjt188.ContentOf(frame);
            return Cjt188Frame.IsRefusal(frame)
                ? content.Length > 0 && content[0] == sequence
                : content.Length >= Cjt188Frame.DataAt && content.StartsWith(asked) && content[2] == sequence;
        }
    }

    private static AddressSearch AddressOf(ReadOnlySpan<byte> address)
    {
        var digits = Bcd.ToDigits(address, ByteOrder.LowFirst);
        return digits is null || digits.All(digit => digit == '9')
            ? new AddressSearch.Failed(new(
                MeterFaultKind.Damaged, $"{Convert.ToHexString(address)} is no meter's address."))
            : new AddressSearch.Found(new MeterAddress.Cjt188(digits, ByteOrder.LowFirst, ByteOrder.LowFirst));
    }
}
