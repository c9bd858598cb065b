using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Contracts.Tests.Wire;

public sealed class GatewayKeyTests
{
    private const string Secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData("k1:" + Secret)]
    [InlineData("  k1:" + Secret + "\n")]
    public void The_line_of_a_key_file_is_read(string line)
    {
        var key = GatewayKey.Parse(line);
        Assert.Equal("k1", key.Name);
        Assert.Equal("k1:" + Secret, key.ToLine());
    }

    [Theory]
    [InlineData("")]
    [InlineData(Secret)]
    [InlineData(":" + Secret)]
    [InlineData("k1:" + Secret + "00")]
    [InlineData("k1:x" + Secret)]
    [InlineData("k1 :" + Secret)]
    [InlineData("K1:" + Secret)]
    [InlineData("k1:" + Secret + ":k2")]
    [InlineData("k1:0011223344556677")]
    public void What_is_no_key_is_refused_with_what_to_do_and_without_the_secret(string line)
    {
        var error = Assert.Throws<FormatException>(() => GatewayKey.Parse(line));
        Assert.Contains("openssl rand -hex 32", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("00112233", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_does_not_show_its_secret() =>
        Assert.DoesNotContain("00112233", GatewayKey.Parse("k1:" + Secret).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Two_new_keys_differ() =>
        Assert.NotEqual(GatewayKey.Create("k1").ToLine(), GatewayKey.Create("k1").ToLine());
}
