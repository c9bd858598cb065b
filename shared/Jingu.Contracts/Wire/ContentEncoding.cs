namespace Jingu.Contracts.Wire;

/// <summary>How the content's bytes are packed. Numbers are on the wire.</summary>
public enum ContentEncoding
{
    Protobuf = 1,
    /// <summary>Protobuf in a Brotli stream (RFC 7932), where that is smaller.</summary>
    ProtobufBrotli = 2,
}
