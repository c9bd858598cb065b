using System.Collections.Immutable;
using System.Text;
using Jingu.Aggregator.Planning.Importing;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Importing;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("\uFEFFa,b\r\n\"1\",\"2\"")]
    [InlineData("a, b \n1,2\n\n")]
    public void Rows_are_read_by_the_names_of_their_columns(string text)
    {
        var row = Assert.Single(Read(text));

        Assert.Equal((2, "1", "2"), (row.Number, row.Values["a"], row.Values["b"]));
    }

    [Fact]
    public void Quotes_hold_commas_line_ends_and_quotes()
    {
        var rows = Read("a,b\n\"x, \"\"y\"\"\r\nz\",\"\"\n3,\n");

        Assert.Equal(("x, \"y\"\r\nz", ""), (rows[0].Values["a"], rows[0].Values["b"]));
        Assert.Equal((3, "3", ""), (rows[1].Number, rows[1].Values["a"], rows[1].Values["b"]));
    }

    [Theory]
    [InlineData("", "row 1: the header is missing")]
    [InlineData("a;b\n1;2\n", "row 1: semicolons do not separate columns")]
    [InlineData("a,a\n1,2\n", "row 1, column a: is there twice")]
    [InlineData("a,b\n1,2\n1,2,3\n", "row 3: has 3 fields, the header names 2")]
    [InlineData("a,b\n1,\"2\n", "row 2: the quotes of field 2 do not match")]
    [InlineData("a,b\n1\"2\",3\n", "row 2: the quotes of field 1 do not match")]
    [InlineData("a,b\n\"1\"2,3\n", "row 2: the quotes of field 1 do not match")]
    public void What_cannot_be_read_is_told_by_its_row(string text, string why)
    {
        var complaints = new List<PlanComplaint>();

        CsvText.Read(Encoding.UTF8.GetBytes(text), complaints);

        Assert.StartsWith(why, Assert.Single(complaints).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused_with_what_to_do()
    {
        var complaints = new List<PlanComplaint>();

        // "单位" as GBK writes it.
        CsvText.Read([0xB5, 0xA5, 0xCE, 0xBB], complaints);

        Assert.Contains("not UTF-8", Assert.Single(complaints).Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<RawRow> Read(string text)
    {
        var complaints = new List<PlanComplaint>();
        var rows = CsvText.Read(Encoding.UTF8.GetBytes(text), complaints);
        Assert.Empty(complaints);
        return rows;
    }
}
