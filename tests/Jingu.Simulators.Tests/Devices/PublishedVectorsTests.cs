using Jingu.Simulators.Devices;
using Xunit;

namespace Jingu.Simulators.Tests.Devices;

/// <summary>
/// Values that others published, in their byte orders (devices.md, sections 3, 13; protocol_vectors.json).
/// </summary>
public sealed class PublishedVectorsTests
{
    [Fact]
    public void A_published_float_with_all_bytes_reversed_reads_as_published()
    {
        Assert.Equal(0.545f, Floats.Dcba(new(1, [0x1E85, 0x0B3F]), 1), 0.000_000_1f);
    }

    [Fact]
    public void A_published_float_with_the_high_word_first_reads_as_published()
    {
        Assert.Equal(230.2f, Floats.Abcd(new(0, [0x4366, 0x3334]), 0), 0.0001f);
    }

    [Fact]
    public void Floats_leave_in_the_published_order()
    {
        var image = new RegisterImage([new(0, 4)]);

        Floats.PutDcba(image, 0, Floats.Dcba(new(0, [0x1E85, 0x0B3F]), 0));
        Floats.PutAbcd(image, 2, 230.2);

        Assert.Equal([0x1E85, 0x0B3F, 0x4366, 0x3333], image.Read(0, 4)!);
    }
}
