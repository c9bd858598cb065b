using Google.Protobuf;

namespace Jingu.Contracts.Wire;

/// <summary>
/// Acknowledgements and requests to send again, to bytes and back. Decoding throws <see cref="FormatException"/> on
/// bytes that no encoder wrote. Stateless; safe from any thread.
/// </summary>
public static class AcknowledgementCodec
{
    public static byte[] Encode(Acknowledgement acknowledgement)
    {
        var proto = new Proto.Acknowledgement { WireVersionMax = (uint)acknowledgement.WireVersionMax };
        proto.Ranges.AddRange(acknowledgement.Ranges.Select(range => new Proto.AcknowledgedRange
        {
            Stream = (uint)range.Stream,
            First = range.First,
            Last = range.Last,
            Outcome = (uint)range.Outcome,
        }));
        return proto.ToByteArray();
    }

    public static Acknowledgement Decode(ReadOnlySpan<byte> content) => Decoding.Of("acknowledgement", content, bytes =>
    {
        var proto = Proto.Acknowledgement.Parser.ParseFrom(bytes);
        return new Acknowledgement([.. proto.Ranges.Select(FromProto)], (int)proto.WireVersionMax);
    });

    public static byte[] EncodeResend(JournalStream stream, long first, long last) =>
        new Proto.Resend { Stream = (uint)stream, First = first, Last = last }.ToByteArray();

    public static (JournalStream Stream, long First, long Last) DecodeResend(ReadOnlySpan<byte> content) =>
        Decoding.Of("request to send again", content, bytes =>
        {
            var proto = Proto.Resend.Parser.ParseFrom(bytes);
            CheckRange(proto.First, proto.Last);
            return (Decoding.Known<JournalStream>(proto.Stream), proto.First, proto.Last);
        });

    private static AcknowledgedRange FromProto(Proto.AcknowledgedRange range)
    {
        CheckRange(range.First, range.Last);
        return new(
            Decoding.Known<JournalStream>(range.Stream), range.First, range.Last,
            Decoding.Known<Outcome>(range.Outcome));
    }

    private static void CheckRange(long first, long last)
    {
        if (first < 1 || last < first)
            throw new FormatException($"entries {first} to {last} are no range");
    }
}
