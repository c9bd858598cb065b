using Google.Protobuf;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Wire;

/// <summary>
/// Content is authentic when it is decoded, but a gateway may be wrong: decoders answer with one kind of exception.
/// </summary>
public sealed class HostileContentTests
{
    private const int Rounds = 4_000;
    private static readonly Catalogue Small = new(
        1,
        [new(new("m-1"), "", [new(Quantity.EnergyImport, 10, 1), new(Quantity.Power, 1, 1)])],
        [new(new("p-1"), Quantity.EnergyImport)]);

    [Fact]
    public void Random_bytes_are_a_format_error_or_decode()
    {
        var random = new Random(1);
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            DecodeAll(bytes);
        }
    }

    [Fact]
    public void Damaged_content_is_a_format_error_or_decodes()
    {
        var random = new Random(2);
        byte[][] good =
        [
            EncodedBatch(random, JournalStream.Samples),
            EncodedBatch(random, JournalStream.Intervals),
            EncodedBatch(random, JournalStream.Events),
            AcknowledgementCodec.Encode(new([new(JournalStream.Samples, 1, 2, Outcome.Stored)], 1)),
        ];
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = good[i % good.Length].ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            DecodeAll(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    [Theory]
    [InlineData("a missing sample of a meter past the catalogue", "0a 0f 08 02 10 00 18 03 22 01 05 32 01 06")]
    [InlineData("a meter past the catalogue", "0a 0c 08 02 10 00 18 03 22 01 05")]
    [InlineData("values too few", "0a 0b 08 02 18 03 22 01 00 3a 01 02")]
    [InlineData("values too many", "0a 0d 08 02 18 03 22 01 00 3a 03 02 02 02")]
    [InlineData("a place past the values", "0a 0f 08 02 18 03 22 01 00 3a 02 02 02 42 01 09")]
    [InlineData("a quality that is none", "0a 0f 08 02 18 03 22 01 00 32 01 63 3a 02 02 02")]
    [InlineData("a clock trust that is none", "0a 0c 08 02 18 63 22 01 00 3a 02 02 02")]
    [InlineData("a catalogue that is not there", "0a 02 08 07")]
    [InlineData("no intervals", "12 04 08 01 18 03")]
    [InlineData("nothing", "")]
    public void What_no_encoder_wrote_is_a_format_error(string what, string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var error = Record.Exception(() => { EntryCodec.Decode(bytes, number => number is 1 or 2 ? Small : null); });
        Assert.True(error is FormatException, $"{what}: {error?.GetType().Name ?? "decoded"}");
    }

    [Fact]
    public void The_same_catalogue_twice_is_a_format_error()
    {
        var catalogue = BatchCodec.EncodeCatalogue(Small);
        var content = BatchCodec.Encode([catalogue, catalogue], []);
        Assert.Throws<FormatException>(() => { BatchCodec.Decode(content, out _); });
    }

    [Fact]
    public void An_entry_whose_catalogue_is_not_in_the_batch_is_a_format_error()
    {
        var entry = new Entry.Samples(9, Some.Instant, ClockTrust.Rtc, []);
        var content = BatchCodec.Encode([BatchCodec.EncodeCatalogue(Small)], [EntryCodec.Encode(entry, Small)]);
        Assert.Throws<FormatException>(() => { BatchCodec.Decode(content, out _); });
    }

    [Fact]
    public void A_scaling_that_divides_by_zero_is_a_format_error()
    {
        var catalogue = Small with { Meters = [new(new("m-1"), "", [new(Quantity.Power, 1, 0)])] };
        Assert.Throws<FormatException>(() => { BatchCodec.DecodeCatalogue(BatchCodec.EncodeCatalogue(catalogue)); });
    }

    [Fact]
    public void A_quantity_not_known_here_is_a_format_error()
    {
        var catalogue = Small with { Points = [new(new("p-1"), (Quantity)9999)] };
        Assert.Throws<FormatException>(() => { BatchCodec.DecodeCatalogue(BatchCodec.EncodeCatalogue(catalogue)); });
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void A_range_that_is_none_is_a_format_error(long first, long last)
    {
        var acknowledgement = new Acknowledgement([new(JournalStream.Events, first, last, Outcome.Stored)], 1);
        Assert.Throws<FormatException>(
            () => { AcknowledgementCodec.Decode(AcknowledgementCodec.Encode(acknowledgement)); });
        var resend = AcknowledgementCodec.EncodeResend(JournalStream.Events, first, last);
        Assert.Throws<FormatException>(() => { AcknowledgementCodec.DecodeResend(resend); });
    }

    [Fact]
    public void Many_short_samples_of_a_wide_meter_cost_no_more_memory_than_their_values()
    {
        // A million places in the meter column, each claiming a layout of a thousand values that are not there.
        var wide = Small with
        {
            Meters = [new(new("m-1"), "", [.. Enumerable.Repeat(new Scaling(Quantity.Power, 1, 1), 1000)])],
        };
        var column = new byte[1_000_000];
        using var block = new MemoryStream();
        using (var output = new CodedOutputStream(block, leaveOpen: true))
        {
            output.WriteTag(4, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(column));
        }
        using var entry = new MemoryStream();
        using (var output = new CodedOutputStream(entry, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(block.ToArray()));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => { EntryCodec.Decode(entry.ToArray(), _ => wide); });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    private static byte[] EncodedBatch(Random random, JournalStream stream)
    {
        var catalogue = Some.Catalogue(random);
        Entry entry = stream switch
        {
            JournalStream.Samples => Some.Samples(random, catalogue),
            JournalStream.Intervals => Some.Intervals(random, catalogue),
            _ => Some.Event(random),
        };
        return BatchCodec.Encode([BatchCodec.EncodeCatalogue(catalogue)], [EntryCodec.Encode(entry, catalogue)]);
    }

    private static void DecodeAll(byte[] bytes)
    {
        FormatErrorOrNone(bytes, () => { BatchCodec.Decode(bytes, out _); });
        FormatErrorOrNone(bytes, () => { BatchCodec.DecodeCatalogue(bytes); });
        FormatErrorOrNone(bytes, () => { EntryCodec.Decode(bytes, _ => Small); });
        FormatErrorOrNone(bytes, () => { AcknowledgementCodec.Decode(bytes); });
        FormatErrorOrNone(bytes, () => { AcknowledgementCodec.DecodeResend(bytes); });
    }

    private static void FormatErrorOrNone(byte[] bytes, Action decode)
    {
        var error = Record.Exception(decode);
        Assert.True(error is null or FormatException, $"{Convert.ToHexString(bytes)}: {error}");
    }
}
