using System.Collections.Immutable;
using Jingu.Modbus.MeterFrames;

namespace Jingu.Modbus.Dlt645;

/// <summary>
/// One electricity meter by DL/T 645-2007: reads data (7.1), and the frames that follow where data is too long for one
/// (7.2).
/// </summary>
internal sealed class Dlt645Meter(FrameClient client, MeterAddress.Dlt645 address, TimeSpan answerMax) : IFrameMeter
{
    /// <summary>Frames one piece of data may take; the longest of the standard takes fewer.</summary>
    private const int FramesMax = 32;

    private static readonly ImmutableArray<byte> Wildcard = [0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA];

    private static readonly ImmutableArray<string> Refusals =
    [
        "another error", "no such data", "no permission", "the speed cannot be changed", "too many yearly zones",
        "too many daily slots", "too many tariffs",
    ];

    private readonly ImmutableArray<byte> _address = [.. Bcd.FromDigits(address.Digits, ByteOrder.LowFirst)];

    public async ValueTask<FrameResult> ReadAsync(uint identifier, CancellationToken stop)
    {
        var asked = Dlt645Frame.BytesOf(identifier);
        var data = ImmutableArray.CreateBuilder<byte>();
        for (var sequence = 0; sequence < FramesMax; sequence++)
        {
            var result = await client.AskAsync(Question(asked, sequence), answerMax, stop);
            if (result is not FrameResult.Answer(var frame))
                return result;
            var content = Dlt645Frame.ContentOf(frame.AsSpan());
            if (Dlt645Frame.IsRefusal(frame.AsSpan()))
                return FrameResult.Refused($"{Bcd.NameOf(identifier, 4)}: {RefusalOf(content)}");
            data.AddRange(content.AsSpan()[Dlt645Frame.IdentifierLength..^(sequence == 0 ? 0 : 1)]);
            if (!Dlt645Frame.HasMore(frame.AsSpan()))
                return new FrameResult.Answer(data.ToImmutable());
        }
        return FrameResult.Damaged($"{Bcd.NameOf(identifier, 4)} goes on after {FramesMax} frames.");
    }

    /// <summary>Asks for the address of the line's only meter (7.4).</summary>
    public static async ValueTask<AddressSearch> FindAsync(
        FrameClient client, TimeSpan answerMax, CancellationToken stop)
    {
        var question = new FrameQuestion(
            FrameFormat.Dlt645, [.. Dlt645Frame.Write(Wildcard.AsSpan(), Dlt645Function.ReadAddress, [])],
            frame => Dlt645Frame.Answers(frame, Dlt645Function.ReadAddress));
        return await client.AskAsync(question, answerMax, stop) switch
        {
            FrameResult.Answer(var frame) => AddressOf(Dlt645Frame.ContentOf(frame.AsSpan())),
            FrameResult.Failed failed => new AddressSearch.Failed(failed.Fault),
            var other => throw new InvalidOperationException($"a question ended as {other}"),
        };
    }

    /// <summary>Sequence 0 asks for the data, 1 and on for what follows.</summary>
    private FrameQuestion Question(ImmutableArray<byte> asked, int sequence)
    {
        var function = sequence == 0 ? Dlt645Function.ReadData : Dlt645Function.ReadMore;
        ImmutableArray<byte> content = sequence == 0 ? asked : [.. asked, (byte)sequence];
        return new(FrameFormat.Dlt645, [.. Dlt645Frame.Write(_address.AsSpan(), function, content.AsSpan())], IsAnswer);

        bool IsAnswer(ReadOnlySpan<byte> frame)
        {
            if (!Dlt645Frame.AddressOf(frame).SequenceEqual(_address.AsSpan()) || !Dlt645Frame.Answers(frame, function))
                return false;
            // A refusal names no identifier.
            if (Dlt645Frame.IsRefusal(frame))
                return true;
            var answered = Dlt645Frame.ContentOf(frame);
            return answered.AsSpan().StartsWith(asked.AsSpan())
                && (sequence == 0 || (answered.Length > asked.Length && answered[^1] == sequence));
        }
    }

    private static AddressSearch AddressOf(byte[] content)
    {
        var digits = content.Length == 6 ? Bcd.ToDigits(content, ByteOrder.LowFirst) : null;
        return digits is null || digits.All(digit => digit == '9')
            ? new AddressSearch.Failed(new(
                MeterFaultKind.Damaged, $"{Convert.ToHexString(content)} is no meter's address."))
            : new AddressSearch.Found(new MeterAddress.Dlt645(digits));
    }

    /// <summary>The lowest bit of the error byte that is set (7, ERR).</summary>
    private static string RefusalOf(byte[] content)
    {
        for (var bit = 0; content.Length > 0 && bit < Refusals.Length; bit++)
        {
            if ((content[0] & (1 << bit)) != 0)
                return Refusals[bit];
        }
        return "without a reason";
    }
}
