using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Report;

namespace Jingu.Simulators.Bench;

/// <summary>
/// Gives the aggregator the planning data of the campus through its public API, as its operator would. Head-counts,
/// quotas and shapes are declared, synthetic, and say so in their source.
/// </summary>
internal sealed class BenchPlanning(AggregatorApi api)
{
    /// <summary>Nights, when nobody is there who could be told. A person may have 20 kWh or 2 m3 more.</summary>
    private const string Hours = "night,22:00,07:00,every,synthetic";
    private const string Ladders = """
        electricity,{drill},no,20000,synthetic
        water,{drill},no,2000,synthetic
        """;

    /// <summary>98 kWh and 2.64 m3 per head and month follow from the targets of the Zhejiang plan for 2025.</summary>
    private const string Quotas = """
        electricity,{from},98000,,derived from 144.50 kgce per head and year
        water,{from},2640,,derived from 31.66 m3 per head and year

        """;

    private static readonly string Shapes = $$"""
        electricity,{from},{{string.Join(',', BudgetPlan.ElectricityMonths)}},10,4,synthetic
        water,{from},{{string.Join(',', BudgetPlan.WaterMonths)}},10,4,synthetic
        """;

    private const string Coefficients = """
        zhejiang-2022,carbon,electricity,{from},515300,"Zhejiang, average",yes,grid factors of 2022
        gb-2589-2020,coal-calorific,electricity,{from},122900,heat content,yes,GB/T 2589-2020
        zhuzhou,coal-equivalent,electricity,{from},328000,coal burned to generate,no,recomputed from a report
        """;

    /// <summary>From memory of a standard, and they say so.</summary>
    private const string Limits = """
        a,hot-summer-cold-winter,{from},70000,55000,no,"GB/T 51161-2016, from memory"
        b,hot-summer-cold-winter,{from},90000,65000,no,"GB/T 51161-2016, from memory"
        """;

    private const string Targets = """
        kwh-per-m2,,,{year},46100,,,no,derived from 5.66 kgce per m2 and year
        kgce-per-m2,coal-calorific,,{year},5660,2020,5960,yes,Zhejiang plan for 2025
        kgce-per-person,coal-calorific,,{year},144500,2020,153720,yes,Zhejiang plan for 2025
        m3-per-person,,,{year},31660,2020,34040,yes,Zhejiang plan for 2025
        """;

    /// <summary>
    /// Imports one table after the other; policies are made after each, so that each run counts their versions alike.
    /// </summary>
    /// <param name="sheddable">What demand response may shed; null: it is not exercised.</param>
    /// <param name="year">The plan holds from its first day.</param>
    /// <param name="isDrill">Everything is decided and recorded, nothing is switched.</param>
    /// <exception cref="BenchException">The aggregator refuses it.</exception>
    public async Task ImportAsync(
        CampusPlan campus, BudgetPlan budgets, string? sheddable, int year, bool isDrill, CancellationToken stop)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"{year}-01-01");
        var headcounts = string.Join('\n', campus.Units.Select(unit => string.Create(
            CultureInfo.InvariantCulture,
            $"{unit.Id},{from},{unit.Headcount},{unit.Headcount},synthetic")));
        await PostAsync("headcounts", "unit,from,established,users,source", headcounts, from, stop);
        var quotas = string.Join('\n', budgets.Quotas.Select(quota => string.Create(
            CultureInfo.InvariantCulture,
            $"{WordOf(quota.Resource)},{from},{quota.PerHead},{quota.Unit},synthetic")));
        await PostAsync("quotas", "resource,from,perHead,unit,source", Quotas + quotas, from, stop);
        await PostAsync(
            "shapes",
            "resource,from,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12,workingDay,restDay,source",
            Shapes, from, stop);
        await PostAsync(
            "ladders", "resource,drill,automatic,emergency,source",
            Ladders.Replace("{drill}", isDrill ? "yes" : "no", StringComparison.Ordinal), from, stop);
        await PostAsync("hours", "name,begin,end,days,source", Hours, from, stop);
        await PostAsync(
            "coefficients", "set,kind,resource,from,milligrams,scope,confirmed,source", Coefficients, from, stop);
        await ImportComparedAsync(campus, from, stop);
        if (campus.Outputs.Any(output => !output.IsProtected))
        {
            await PostAsync(
                "circuits", "switchPoint,gateway,unit,resource,place,dim,reminder,source", Circuits(campus), from,
                stop);
        }
        if (sheddable is not null)
        {
            await PostAsync(
                "sheddable", "switchPoint,gateway,unit,kind,place,expectedWatts,source", sheddable, from, stop);
        }
    }

    /// <summary>
    /// What units are compared by. Nobody knows the last one's floor, nor the hours of the one before: what is not
    /// known is seen too.
    /// </summary>
    private async Task ImportComparedAsync(CampusPlan campus, string from, CancellationToken stop)
    {
        string Rows(IEnumerable<FormattableString> rows) =>
            string.Join('\n', rows.Select(row => row.ToString(CultureInfo.InvariantCulture)));
        var units = campus.Units;
        await PostAsync(
            "areas", "unit,from,squareMetres,source",
            Rows(units.Take(Math.Max(1, units.Length - 1)).Select((unit, place) => (FormattableString)
                $"{unit.Id},{from},{unit.Headcount * (12 + (place % 5 * 4))},synthetic")),
            from, stop);
        await PostAsync(
            "use-hours", "of,id,from,hoursPerYear,source",
            Rows(units.Take(Math.Max(1, units.Length - 2)).Select((unit, place) => (FormattableString)
                $"unit,{unit.Id},{from},{2_000 + (place % 4 * 500)},synthetic")),
            from, stop);
        await PostAsync(
            "building-classes", "building,from,class,climate,source",
            Rows(campus.Buildings.Select((building, place) => (FormattableString)
                $"{building.Id},{from},{(place % 2 == 0 ? "a" : "b")},hot-summer-cold-winter,synthetic")),
            from, stop);
        await PostAsync("use-limits", "class,climate,from,constraintWh,guideWh,confirmed,source", Limits, from, stop);
        await PostAsync(
            "targets", "indicator,coal,unit,year,thousandths,baseYear,baseThousandths,binding,source",
            Targets.Replace("{year}", from[..4], StringComparison.Ordinal), from, stop);
        await PostAsync(
            "institutions", "unit,from,code,nature,source",
            Rows(units.Select((unit, place) => (FormattableString)
                $"{unit.Id},{from},SYN{place + 1:D4},{(place % 7 == 6 ? "026" : "01")},synthetic")),
            from, stop);
    }

    /// <summary>
    /// Lamps are dimmed, then air conditioning goes first and the others in their order; what is protected is not
    /// listed.
    /// </summary>
    private static string Circuits(CampusPlan campus) => string.Join('\n',
        from board in campus.Boards
        let outputs = board.Outputs.Where(output => !output.IsProtected && !output.IsSetPoint).ToList()
        from output in outputs
        let place = output.IsLamp ? 1 : outputs.Count > 1 && output.Output < 2 ? 2 - output.Output : output.Output + 1
        select string.Create(
            CultureInfo.InvariantCulture,
            $"{output.Point},{board.Gateway},{output.Unit},{WordOf(output.Resource)},{place},{(output.IsLamp ? "yes"
                : "no")},no,synthetic"));

    private static string WordOf(Resource resource) => resource == Resource.Water ? "water" : "electricity";

    private async Task PostAsync(string table, string header, string rows, string from, CancellationToken stop)
    {
        var sent = await api.SendAsync(
            $"api/planning/{table}?import=bench-{table}&actor=bench&reason=synthetic%20campus",
            $"{header}\n{rows.Replace("{from}", from, StringComparison.Ordinal)}\n", stop, "text/csv");
        if (sent.Refused is { } why)
            throw new BenchException(ExitCodes.PromiseBroken, $"The aggregator refuses the campus's {table}: {why}");
        await api.PublishAsync(stop);
    }
}
