using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Credits of a month that is over as adjustments of the next one (RFC 4180), to be imported by whoever may. Ids follow
/// from month, plant and unit, so that none is entered twice.
/// </summary>
internal static class CreditCsv
{
    private const int HashLength = 16;

    public static string Write(PlantsReport report, YearMonth month) => string.Concat(
        (from credit in report.Credits
         from unit in credit.Units
         where unit.Wh > 0
         let reason = Reason(credit, unit, month).Replace("\"", "\"\"", StringComparison.Ordinal)
         select string.Create(
             CultureInfo.InvariantCulture,
             $"{IdOf(month, credit.Plant, unit.Unit)},extension,{unit.Unit},electricity,")
            + string.Create(
                CultureInfo.InvariantCulture, $"{MonthReport.Text(month.PlusMonths(1))},{unit.Wh},\"{reason}\""))
        .Prepend("id,kind,unit,resource,month,amount,reason").Select(row => row + "\r\n"));

    /// <summary>As long as a name may be; of a longer one a hash.</summary>
    private static string IdOf(YearMonth month, string plant, string unit)
    {
        var prefix = $"pv-{MonthReport.Text(month)}-";
        var id = $"{prefix}{plant}-{unit}";
        return id.Length <= IdText.LengthMax
            ? id
            : prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
    }

    private static string Reason(PlantCredit credit, UnitCredit unit, YearMonth month)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"PV credit: {unit.Thousandths} thousandths of {credit.WholeWh:N0} Wh ({credit.Part}) of {credit.Plant} ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"in {MonthReport.Text(month)}, measured in {credit.QuartersMeasured} of {credit.QuartersDue} ")
            + $"quarter hours; {unit.Source}";
        return text.Length <= PlanColumn.TextMax ? text : text[..PlanColumn.TextMax];
    }
}
