using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

public sealed class RegisterFormatTests
{
    [Theory]
    [InlineData("ABCD", 0x1234, 0x5678)]
    [InlineData("CDAB", 0x5678, 0x1234)]
    [InlineData("BADC", 0x3412, 0x7856)]
    [InlineData("DCBA", 0x7856, 0x3412)]
    public void Four_bytes_come_in_four_orders(string order, int first, int second) =>
        Assert.Equal(0x12345678u, RegisterFormat.Parse("u32", order).ToBits([(ushort)first, (ushort)second]));

    [Theory]
    [InlineData("AB", 0x1234, 0x1234)]
    [InlineData("BA", 0x3412, 0x1234)]
    public void Two_bytes_come_in_two_orders(string order, int register, int value) =>
        Assert.Equal((ulong)value, RegisterFormat.Parse("u16", order).ToBits([(ushort)register]));

    [Theory]
    [InlineData("ABCDEFGH", 0x0123, 0x4567, 0x89AB, 0xCDEF)]
    [InlineData("GHEFCDAB", 0xCDEF, 0x89AB, 0x4567, 0x0123)]
    [InlineData("BADCFEHG", 0x2301, 0x6745, 0xAB89, 0xEFCD)]
    [InlineData("HGFEDCBA", 0xEFCD, 0xAB89, 0x6745, 0x2301)]
    public void Eight_bytes_come_in_four_orders(string order, int a, int b, int c, int d) => Assert.Equal(
        0x0123456789ABCDEFul,
        RegisterFormat.Parse("s64", order).ToBits([(ushort)a, (ushort)b, (ushort)c, (ushort)d]));

    [Theory]
    [InlineData("ABCD", 0x0123, 0x4567, 0x89AB, 0xCDEF)]
    [InlineData("CDAB", 0x4567, 0x0123, 0xCDEF, 0x89AB)]
    [InlineData("BADC", 0x2301, 0x6745, 0xAB89, 0xEFCD)]
    [InlineData("DCBA", 0x6745, 0x2301, 0xEFCD, 0xAB89)]
    public void An_integer_and_its_fraction_keep_their_places_in_every_order(
        string order, int a, int b, int c, int d) => Assert.Equal(
        0x0123456789ABCDEFul,
        RegisterFormat.Parse("s32+f32", order).ToBits([(ushort)a, (ushort)b, (ushort)c, (ushort)d]));

    [Fact]
    public void No_bit_is_lost_in_any_order() => Prop.ForAll<uint>(value =>
    {
        ushort[] registers = [(ushort)(value >> 16), (ushort)(value & 0xFFFF)];
        foreach (var order in Enum.GetValues<WordOrder>())
        {
            var bits = new RegisterFormat(RegisterType.U32, order).ToBits(registers);
            Assert.Equal(BitOperations.PopCount(value), BitOperations.PopCount(bits));
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("f80", "ABCD", "'f80' is no register type")]
    [InlineData("f64", "ABCD", "'ABCD' is no word order of f64: use one of ABCDEFGH, GHEFCDAB, BADCFEHG, HGFEDCBA")]
    [InlineData("s32+f32", "GHEFCDAB", "'GHEFCDAB' is no word order of s32+f32: use one of ABCD, CDAB, BADC, DCBA")]
    [InlineData("f32", "AB", "'AB' is no word order of f32")]
    [InlineData("u16", "ABCD", "'ABCD' is no word order of u16")]
    [InlineData("u32", "", "'' is no word order of u32")]
    public void What_does_not_fit_is_refused_with_a_sentence(string type, string order, string sentence)
    {
        var refused = Assert.Throws<ArgumentException>(() => RegisterFormat.Parse(type, order));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }
}
