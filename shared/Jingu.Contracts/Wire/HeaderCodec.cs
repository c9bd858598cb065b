using Google.Protobuf;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire.Proto;

namespace Jingu.Contracts.Wire;

internal static class HeaderCodec
{
    private const uint DirectionUp = 1;
    private const uint DirectionDown = 2;

    public static Header ToProto(EnvelopeHeader header) => new()
    {
        Site = header.Site.Value,
        Gateway = header.Gateway.Value,
        Direction = header.Up ? DirectionUp : DirectionDown,
        Kind = (uint)header.Kind,
        Journal = ByteString.CopyFrom(header.Journal.ToBytes()),
        Stream = (uint)header.Stream,
        First = header.First,
        Count = (uint)header.Count,
        Encoding = (uint)header.Encoding,
        Key = header.Key,
    };

    public static EnvelopeHeader FromProto(Header header) => new(
        new SiteId(header.Site),
        new GatewayId(header.Gateway),
        header.Direction switch
        {
            DirectionUp => true,
            DirectionDown => false,
            _ => throw new FormatException("an envelope goes up or down"),
        },
        (EnvelopeKind)header.Kind,
        JournalId.FromBytes(header.Journal.Span),
        (JournalStream)header.Stream,
        header.First >= 0 && header.First <= long.MaxValue - int.MaxValue
            ? header.First
            : throw new FormatException("first is out of range"),
        header.Count <= int.MaxValue ? (int)header.Count : throw new FormatException("count is out of range"),
        (ContentEncoding)header.Encoding,
        header.Key);
}
