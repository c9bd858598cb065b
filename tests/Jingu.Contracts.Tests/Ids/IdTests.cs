using Jingu.Contracts.Ids;
using Xunit;

namespace Jingu.Contracts.Tests.Ids;

public sealed class IdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("unit-01")]
    [InlineData("0-0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijk")]
    public void Names_that_need_no_escaping_are_taken(string name)
    {
        Assert.Equal(name, new SiteId(name).Value);
        Assert.Equal(name, new BuildingId(name).Value);
        Assert.Equal(name, new UnitId(name).Value);
        Assert.Equal(name, new GatewayId(name).Value);
        Assert.Equal(name, new MeterId(name).Value);
        Assert.Equal(name, new PlantId(name).Value);
        Assert.Equal(name, new PointId(name).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("Unit-01")]
    [InlineData("unit 01")]
    [InlineData("unit/01")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("../etc")]
    [InlineData("单位")]
    [InlineData("ａ")]
    [InlineData("a\n")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijkl")]
    public void Names_that_would_need_escaping_are_refused_with_the_rule(string name)
    {
        Assert.False(IdText.IsValid(name));
        Assert.Contains(
            "a-z, 0-9", Assert.Throws<FormatException>(() => new SiteId(name)).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new BuildingId(name));
        Assert.Throws<FormatException>(() => new UnitId(name));
        Assert.Throws<FormatException>(() => new GatewayId(name));
        Assert.Throws<FormatException>(() => new MeterId(name));
        Assert.Throws<FormatException>(() => new PointId(name));
    }

    [Fact]
    public void A_journal_id_survives_text_and_bytes()
    {
        byte[] bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 254, 255];
        var id = JournalId.FromBytes(bytes);
        Assert.Equal("000102030405060708090a0b0c0dfeff", id.ToString());
        Assert.Equal(id, JournalId.Parse(id.ToString()));
        Assert.Equal(bytes, id.ToBytes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000102030405060708090a0b0c0dfeffff")]
    [InlineData("zz0102030405060708090a0b0c0dfeff")]
    public void What_is_no_journal_id_is_a_format_error(string text) =>
        Assert.Throws<FormatException>(() => JournalId.Parse(text));
}
