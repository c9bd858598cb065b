using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Google.Protobuf;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire.Proto;

namespace Jingu.Contracts.Wire;

/// <summary>
/// The shape of every batch and acknowledgement:
/// <c>"JG", version (1 byte), header length (2 bytes, big-endian), header (protobuf), content, tag (32 bytes)</c>.
/// The tag is HMAC-SHA-256 (RFC 2104) over all bytes before it. Version 1 and later keep this frame and the header, so
/// that an aggregator can check and park what it cannot read yet. Stateless; safe from any thread.
/// </summary>
public static class Envelope
{
    /// <summary>The version written here.</summary>
    public const int Version = 1;

    /// <summary>The oldest version read here: N-1, and there is none before 1.</summary>
    public const int VersionMin = 1;

    /// <summary>
    /// The largest envelope, packed or unpacked: what is larger is refused before memory is spent on it.
    /// </summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>The largest content that can be sealed.</summary>
    public const int ContentBytesMax = BytesMax - FixedSize - HeaderSizeMax - TagSize;

    /// <summary>Contents smaller than this are not compressed.</summary>
    private const int CompressMin = 256;

    private const int FixedSize = 5;
    private const int TagSize = 32;
    private const int HeaderSizeMax = 1024;

    /// <summary>
    /// Seals content under a header; sets <see cref="EnvelopeHeader.Encoding"/> and <see cref="EnvelopeHeader.Key"/>.
    /// </summary>
    public static byte[] Seal(EnvelopeHeader header, ReadOnlySpan<byte> content, GatewayKey key) =>
        Seal(header, content, key, Version);

    /// <summary>
    /// As <see cref="Seal(EnvelopeHeader, ReadOnlySpan{byte}, GatewayKey)"/>, of another version: for tests of versions
    /// to come.
    /// </summary>
    public static byte[] Seal(EnvelopeHeader header, ReadOnlySpan<byte> content, GatewayKey key, int version)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, ContentBytesMax);
        var packed = Pack(content, out var encoding);
        var head = HeaderCodec.ToProto(header with { Encoding = encoding, Key = key.Name });
        var headSize = head.CalculateSize();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headSize, HeaderSizeMax);
        var bytes = new byte[FixedSize + headSize + packed.Length + TagSize];
        bytes[0] = (byte)'J';
        bytes[1] = (byte)'G';
        bytes[2] = (byte)version;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(3), (ushort)headSize);
        head.WriteTo(bytes.AsSpan(FixedSize, headSize));
        packed.CopyTo(bytes.AsSpan(FixedSize + headSize));
        key.Tag(bytes.AsSpan(0, bytes.Length - TagSize), bytes.AsSpan(bytes.Length - TagSize));
        return bytes;
    }

    /// <summary>
    /// Checks and opens an envelope. <paramref name="keyOf"/> gives the key of that name of that gateway, or null.
    /// The addressee is the caller's to compare: the header says site, gateway and direction.
    /// </summary>
    public static EnvelopeResult Open(ReadOnlySpan<byte> bytes, Func<SiteId, GatewayId, string, GatewayKey?> keyOf)
    {
        if (bytes.Length > BytesMax)
            return new EnvelopeResult.Refused($"{bytes.Length} bytes are more than the {BytesMax} allowed");
        if (!TryReadHeader(bytes, out var header, out var contentAt))
            return new EnvelopeResult.Refused("not an envelope, or cut short");
        if (keyOf(header.Site, header.Gateway, header.Key) is not { } key)
        {
            return new EnvelopeResult.Refused(
                $"no key '{header.Key}' of gateway {header.Gateway} of site {header.Site} is known");
        }
        Span<byte> tag = stackalloc byte[TagSize];
        key.Tag(bytes[..^TagSize], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, bytes[^TagSize..]))
            return new EnvelopeResult.Refused($"the tag is not that of key '{header.Key}' of gateway {header.Gateway}");
        int version = bytes[2];
        if (version is < VersionMin or > Version)
        {
            return new EnvelopeResult.Unknown(
                header, version, $"wire version {version} is not between {VersionMin} and {Version}");
        }
        if (!TryUnpack(bytes[contentAt..^TagSize], header.Encoding, out var content))
        {
            return new EnvelopeResult.Unknown(
                header, version, $"content encoding {header.Encoding} cannot be unpacked");
        }
        return new EnvelopeResult.Opened(header, content);
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out EnvelopeHeader header, out int contentAt)
    {
        header = null!;
        contentAt = 0;
        if (bytes.Length < FixedSize + TagSize || bytes[0] != 'J' || bytes[1] != 'G')
            return false;
        contentAt = FixedSize + BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (bytes.Length < contentAt + TagSize)
            return false;
        try
        {
            header = HeaderCodec.FromProto(Header.Parser.ParseFrom(bytes[FixedSize..contentAt]));
            return true;
        }
        catch (Exception e)
            when (e is InvalidProtocolBufferException or FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> content, out ContentEncoding encoding)
    {
        encoding = ContentEncoding.Protobuf;
        if (content.Length < CompressMin)
            return content.ToArray();
        var packed = new byte[content.Length];
        // Quality 4 costs about 50 ns a reading and halves a batch of equal meters.
        if (!BrotliEncoder.TryCompress(content, packed, out var size, quality: 4, window: 18) || size >= content.Length)
            return content.ToArray();
        encoding = ContentEncoding.ProtobufBrotli;
        return packed[..size];
    }

    private static bool TryUnpack(ReadOnlySpan<byte> packed, ContentEncoding encoding, out byte[] content)
    {
        content = [];
        switch (encoding)
        {
            case ContentEncoding.Protobuf:
                content = packed.ToArray();
                return true;
            case ContentEncoding.ProtobufBrotli:
                return TryDecompress(packed, out content);
            default:
                return false;
        }
    }

    private static bool TryDecompress(ReadOnlySpan<byte> packed, out byte[] content)
    {
        for (var size = Math.Min(BytesMax, Math.Max(4096, packed.Length * 8)); ; size = Math.Min(BytesMax, size * 4))
        {
            content = new byte[size];
            if (BrotliDecoder.TryDecompress(packed, content, out var written))
            {
                content = content[..written];
                return true;
            }
            if (size == BytesMax)
                return false;
        }
    }
}
