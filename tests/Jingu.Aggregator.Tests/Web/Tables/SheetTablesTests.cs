using System.Globalization;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Aggregator.Web;
using Jingu.Aggregator.Web.Tables;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Tables;

public sealed class SheetTablesTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Every_part_and_column_of_a_page_has_words(string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Table[] tables =
            [
                .. SheetTables.Of(new CampusSheet(1, "", "", "", "", true, default, 0, 0, [], [])),
                .. SheetTables.Of(new EnforcementReport(default, default, [], [], [], [], [])),
                .. SheetTables.Of(System.Collections.Immutable.ImmutableArray<MeterChange>.Empty),
                .. SheetTables.Of(System.Collections.Immutable.ImmutableArray<StatisticsRow>.Empty),
                RollupTables.Of(System.Collections.Immutable.ImmutableArray<StoredRestatement>.Empty),
            ];
            Assert.All(tables, table => Assert.NotNull(Texts.Find($"Part-{table.Name}")));
            Assert.All(
                tables.SelectMany(table => table.Columns), column => Assert.NotNull(Texts.Find($"Column-{column}")));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
