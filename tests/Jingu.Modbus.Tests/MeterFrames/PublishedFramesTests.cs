using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Cjt188;
using Jingu.Modbus.Dlt645;
using Jingu.Modbus.MeterFrames;
using Jingu.Modbus.Tests.Transactions;
using Xunit;

namespace Jingu.Modbus.Tests.MeterFrames;

/// <summary>Frames that others published: ours have the same bytes, and theirs decode to what was published.</summary>
public sealed class PublishedFramesTests
{
    private const string Meter = "68 61 01 00 00 00 00 68 ";
    private static readonly ImmutableArray<byte> Address161 = [0x61, 0x01, 0, 0, 0, 0];
    private static readonly ImmutableArray<byte> Anybody = [0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA];

    public static TheoryData<string, string> All
    {
        get
        {
            var entries = new TheoryData<string, string>();
            if (VectorTheoryAttribute.Path is not { } path)
            {
                entries.Add("absent", "");
                return entries;
            }
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var section in new[] { "dlt645_2007", "cjt188" })
            {
                foreach (var entry in document.RootElement.GetProperty(section).EnumerateArray())
                {
                    entries.Add(
                        $"{section} {(entry.GetProperty("checksum_verified").GetBoolean() ? "right" : "wrong")}",
                        entry.GetProperty("hex").GetString()!);
                }
            }
            return entries;
        }
    }

    [VectorTheory]
    [MemberData(nameof(All))]
    public void The_check_sum_of_every_published_frame_is_judged_as_published(string what, string hex)
    {
        var format = what.StartsWith("dlt645", StringComparison.Ordinal) ? FrameFormat.Dlt645 : FrameFormat.Cjt188;
        var bytes = Bytes(hex).AsSpan().TrimStart((byte)0xFE);
        Assert.Equal(what.EndsWith("right", StringComparison.Ordinal), format.IsWhole(bytes));
    }

    [Theory]
    [InlineData(0x00010000u, Meter + "11 04 33 33 34 33 14 16")]
    [InlineData(0x02010100u, Meter + "11 04 33 34 34 35 17 16")]
    public void A_question_for_electricity_has_the_published_bytes(uint identifier, string hex) => Assert.Equal(
        Bytes(hex),
        Dlt645Frame.Write(
            Address161.AsSpan(), Dlt645Function.ReadData, Dlt645Frame.BytesOf(identifier).AsSpan()));

    [Fact]
    public void A_question_for_the_address_has_the_published_bytes()
    {
        Assert.Equal(
            Bytes("68 AA AA AA AA AA AA 68 13 00 DF 16"),
            Dlt645Frame.Write(Anybody.AsSpan()[..6], Dlt645Function.ReadAddress, []));
        Assert.Equal(
            Bytes("68 10 AA AA AA AA AA AA AA 03 03 0A 81 A7 56 16"),
            Cjt188Frame.Write(
                0x10, Anybody.AsSpan(), Cjt188Function.ReadAddress, Cjt188Frame.BytesOf(0x810A, ByteOrder.LowFirst),
                0xA7));
    }

    [Theory]
    [InlineData("78330011223344", ByteOrder.LowFirst, 0, "68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 16")]
    [InlineData(null, ByteOrder.HighFirst, 1, "68 10 AA AA AA AA AA AA AA 01 03 90 1F 01 D2 16")]
    public void A_question_for_water_has_the_published_bytes(
        string? digits, ByteOrder order, byte sequence, string hex)
    {
        var address = digits is null ? Anybody.ToArray() : Bcd.FromDigits(digits, ByteOrder.LowFirst);
        Assert.Equal(
            Bytes(hex),
            Cjt188Frame.Write(
                0x10, address, Cjt188Function.ReadData, Cjt188Frame.BytesOf(0x901F, order), sequence));
    }

    [Theory]
    [InlineData("dlt645-single-phase", Quantity.EnergyImport, Meter + "91 08 33 33 34 33 59 33 33 33 8A 16", 26)]
    [InlineData("dlt645-single-phase", Quantity.VoltageL1, Meter + "91 06 33 34 34 35 34 43 10 16", 1001)]
    public void A_published_answer_for_electricity_decodes(string profile, Quantity quantity, string hex, long count)
    {
        var item = FrameProfiles.Find(profile)!.Items.Single(item => item.Quantity == quantity);
        var content = Dlt645Frame.ContentOf(Bytes(hex));
        Assert.Equal(Dlt645Frame.BytesOf(item.Identifier), content[..4]);
        Assert.Equal(new FrameValue(count, null), item.Decode(content.AsSpan(4)));
    }

    [Fact]
    public void A_published_address_answer_decodes()
    {
        var electricity = Bytes("68 01 00 00 00 00 00 68 93 06 34 33 33 33 33 33 9D 16");
        Assert.Equal("000000000001", Bcd.ToDigits(Dlt645Frame.ContentOf(electricity), ByteOrder.LowFirst));
        var water = Bytes("68 10 89 67 45 23 01 33 78 83 03 0A 81 A7 34 16");
        Assert.Equal("78330123456789", Bcd.ToDigits(Cjt188Frame.AddressOf(water), ByteOrder.LowFirst));
    }

    /// <summary>The published answer with the check sum it should have had.</summary>
    [Fact]
    public void A_published_total_of_water_decodes()
    {
        var answer = Bytes(
            "68 10 44 33 22 11 00 33 78 81 16 1F 90 00 00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84 13 16");
        Assert.True(FrameFormat.Cjt188.IsWhole(answer));
        var item = FrameProfiles.Find("cjt188-cold-water")!.Items[0];
        Assert.Equal(
            new FrameValue(55_667_700, null), item.Decode(FrameFormat.Cjt188.ContentOf(answer)[Cjt188Frame.DataAt..]));
        Assert.Equal(new Scaling(Quantity.Volume, 10, 1), item.Scaling);
    }

    private static byte[] Bytes(string hex) =>
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
