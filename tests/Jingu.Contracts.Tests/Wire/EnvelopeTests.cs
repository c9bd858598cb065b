using System.Buffers.Binary;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Wire;

public sealed class EnvelopeTests
{
    private static readonly GatewayKey Key = Some.Key();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(100_000)]
    public void What_is_sealed_opens(int size)
    {
        var content = Content(size, compressible: true);
        var opened = Assert.IsType<EnvelopeResult.Opened>(Open(Envelope.Seal(Some.Header(), content, Key)));
        Assert.Equal(content, opened.Content);
        Assert.Equal(Some.Header() with { Key = "k1", Encoding = opened.Header.Encoding }, opened.Header);
        Assert.Equal(42, opened.Header.Last);
    }

    [Fact]
    public void Every_single_flipped_bit_is_refused()
    {
        var bytes = Envelope.Seal(Some.Header(), Content(300, compressible: true), Key);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Open(bytes) is EnvelopeResult.Refused, $"bit {bit} flipped and not refused");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.IsType<EnvelopeResult.Opened>(Open(bytes));
    }

    [Fact]
    public void Cut_short_or_made_longer_is_refused()
    {
        var bytes = Envelope.Seal(Some.Header(), Content(300, compressible: true), Key);
        for (var length = 0; length < bytes.Length; length++)
            Assert.IsType<EnvelopeResult.Refused>(Open(bytes[..length]));
        Assert.IsType<EnvelopeResult.Refused>(Open([.. bytes, 0]));
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            // Half of them look like an envelope as far as the header, so that the header's decoder is reached.
            if (i % 2 == 0 && bytes.Length > 60)
            {
                (bytes[0], bytes[1], bytes[2]) = ((byte)'J', (byte)'G', Envelope.Version);
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(3), (ushort)random.Next(0, bytes.Length - 37));
            }
            Assert.IsType<EnvelopeResult.Refused>(Open(bytes));
        }
    }

    [Fact]
    public void Headers_with_absurd_numbers_are_refused_and_never_throw()
    {
        var random = new Random(2);
        var good = Envelope.Seal(Some.Header(), [], Key);
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(5, bytes.Length - 32)] = (byte)random.Next(256);
            if (!bytes.AsSpan().SequenceEqual(good))
                Assert.IsType<EnvelopeResult.Refused>(Open(bytes));
        }
    }

    [Fact]
    public void Another_key_of_the_same_name_is_refused() => Assert.Contains(
        "tag",
        Assert.IsType<EnvelopeResult.Refused>(Open(Envelope.Seal(Some.Header(), [1], Some.Key(seed: 2)))).Why,
        StringComparison.Ordinal);

    [Fact]
    public void A_key_that_nobody_knows_is_refused_by_its_name() => Assert.Contains(
        "'k9' of gateway gateway-1",
        Assert.IsType<EnvelopeResult.Refused>(Open(Envelope.Seal(Some.Header(), [1], Some.Key(name: "k9")))).Why,
        StringComparison.Ordinal);

    [Fact]
    public void The_key_is_looked_up_by_site_gateway_and_name_of_the_header()
    {
        var asked = new List<(SiteId, GatewayId, string)>();
        Envelope.Open(Envelope.Seal(Some.Header(), [1], Key), (site, gateway, name) =>
        {
            asked.Add((site, gateway, name));
            return null;
        });
        Assert.Equal([(new SiteId("zhoushan"), new GatewayId("gateway-1"), "k1")], asked);
    }

    [Fact]
    public void A_header_with_another_addressee_needs_another_tag()
    {
        var down = Envelope.Seal(Some.Header() with { Up = false }, [1], Key);
        var up = Envelope.Seal(Some.Header(), [1], Key);
        Assert.False(Assert.IsType<EnvelopeResult.Opened>(Open(down)).Header.Up);
        Assert.True(Assert.IsType<EnvelopeResult.Opened>(Open(up)).Header.Up);
        Assert.IsType<EnvelopeResult.Refused>(Open([.. down[..^32], .. up[^32..]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(255)]
    public void A_version_not_known_here_is_authentic_and_keeps_its_header_readable(int version)
    {
        var bytes = Envelope.Seal(Some.Header(), [1, 2, 3], Key, version);
        var unknown = Assert.IsType<EnvelopeResult.Unknown>(Open(bytes));
        Assert.Equal(version, unknown.Version);
        Assert.Equal((41L, 42L), (unknown.Header.First, unknown.Header.Last));
        bytes[^1] ^= 1;
        Assert.IsType<EnvelopeResult.Refused>(Open(bytes));
    }

    [Fact]
    public void Content_is_compressed_only_where_that_is_smaller()
    {
        var much = Content(5000, compressible: true);
        var noise = Content(5000, compressible: false);
        var packed = Envelope.Seal(Some.Header(), much, Key);
        var plain = Envelope.Seal(Some.Header(), noise, Key);
        Assert.True(packed.Length < 1000);
        Assert.Equal(
            ContentEncoding.ProtobufBrotli, Assert.IsType<EnvelopeResult.Opened>(Open(packed)).Header.Encoding);
        Assert.Equal(ContentEncoding.Protobuf, Assert.IsType<EnvelopeResult.Opened>(Open(plain)).Header.Encoding);
        Assert.InRange(plain.Length, noise.Length, noise.Length + 200);
    }

    [Fact]
    public void The_largest_content_passes_and_a_larger_one_is_not_sealed()
    {
        var largest = Content(Envelope.ContentBytesMax, compressible: false);
        Assert.IsType<EnvelopeResult.Opened>(Open(Envelope.Seal(Some.Header(), largest, Key)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Envelope.Seal(Some.Header(), new byte[Envelope.ContentBytesMax + 1], Key));
    }

    [Fact]
    public void An_oversize_envelope_is_refused_before_its_tag_is_computed()
    {
        var refused = Assert.IsType<EnvelopeResult.Refused>(Open(new byte[Envelope.BytesMax + 1]));
        Assert.Contains("more than", refused.Why, StringComparison.Ordinal);
    }

    private static EnvelopeResult Open(byte[] bytes) =>
        Envelope.Open(bytes, (_, _, name) => name == Key.Name ? Key : null);

    private static byte[] Content(int size, bool compressible)
    {
        var bytes = new byte[size];
        if (compressible)
            Array.Fill(bytes, (byte)7);
        else
            new Random(3).NextBytes(bytes);
        return bytes;
    }
}
