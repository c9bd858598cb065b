using Jingu.Aggregator.Web.Tables;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Tables;

public sealed class TableCsvTests
{
    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1+2", "\"'-1+2\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("市财政局", "市财政局")]
    public void A_text_is_never_a_formula_nor_two_cells(string text, string written) =>
        Assert.Equal($"name\r\n{written}\r\n", TableCsv.Write(new("t", ["name"], [[text]])));

    [Fact]
    public void Numbers_stay_numbers_below_zero_too_and_the_unknown_is_empty() => Assert.Equal(
        "a,b,c,d\r\n-5,0.25,,2026-03-01T00:00:00Z\r\n",
        TableCsv.Write(new("t", ["a", "b", "c", "d"], [[
            -5L, 0.25, (long?)null, new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8))]])));
}
