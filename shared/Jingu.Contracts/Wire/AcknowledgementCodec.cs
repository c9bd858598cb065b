using Google.Protobuf;

namespace Jingu.Contracts.Wire;

/// <summary>Acknowledgements and requests to send again, to bytes and back. Stateless; safe from any thread.</summary>
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

    public static Acknowledgement Decode(ReadOnlySpan<byte> content)
    {
        try
        {
            var proto = Proto.Acknowledgement.Parser.ParseFrom(content);
            return new([.. proto.Ranges.Select(FromProto)], (int)proto.WireVersionMax);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"the acknowledgement cannot be decoded: {e.Message}", e);
        }
    }

    public static byte[] EncodeResend(JournalStream stream, long first, long last) =>
        new Proto.Resend { Stream = (uint)stream, First = first, Last = last }.ToByteArray();

    public static (JournalStream Stream, long First, long Last) DecodeResend(ReadOnlySpan<byte> content)
    {
        try
        {
            var proto = Proto.Resend.Parser.ParseFrom(content);
            return ((JournalStream)proto.Stream, proto.First, proto.Last);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"the request to send again cannot be decoded: {e.Message}", e);
        }
    }

    private static AcknowledgedRange FromProto(Proto.AcknowledgedRange range) =>
        range.First >= 1 && range.Last >= range.First
            ? new((JournalStream)range.Stream, range.First, range.Last, (Outcome)range.Outcome)
            : throw new FormatException($"entries {range.First} to {range.Last} are no range");
}
