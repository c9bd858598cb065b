using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Campus;

/// <summary>
/// The 26 agencies of the virtual campus. Names are invented after the usual pattern of a city government, head-counts
/// are declared and synthetic; neither says anything about a real office.
/// </summary>
internal static class Agencies
{
    /// <summary>How many there are.</summary>
    public const int Count = 26;

    private static readonly ImmutableArray<(string Name, string NameEn, int Headcount)> All =
    [
        ("市政务办公室", "Government Affairs Office", 86),
        ("市发展规划局", "Development Planning Bureau", 64),
        ("市财务局", "Finance Bureau", 58),
        ("市人事保障局", "Personnel and Social Security Bureau", 72),
        ("市审核局", "Audit Bureau", 41),
        ("市统计调查局", "Statistics and Survey Bureau", 38),
        ("市经济信息局", "Economy and Informatization Bureau", 55),
        ("市商贸局", "Commerce Bureau", 47),
        ("市外事接待办公室", "Foreign Affairs Office", 29),
        ("市信访接待局", "Petitions Reception Bureau", 33),
        ("市机关后勤中心", "Logistics Centre", 61),
        ("市国土资源局", "Land Resources Bureau", 52),
        ("市住房建设局", "Housing and Construction Bureau", 49),
        ("市交通港航局", "Transport and Port Bureau", 66),
        ("市水务局", "Water Affairs Bureau", 37),
        ("市海洋渔业局", "Ocean and Fisheries Bureau", 44),
        ("市生态环境处", "Ecology and Environment Division", 58),
        ("市应急救援局", "Emergency Response Bureau", 31),
        ("市气象服务局", "Weather Service Bureau", 27),
        ("市林业园林局", "Forestry and Parks Bureau", 40),
        ("市教育事务局", "Education Affairs Bureau", 35),
        ("市文化旅游局", "Culture and Tourism Bureau", 28),
        ("市卫生事务局", "Health Affairs Bureau", 46),
        ("市民政事务局", "Civil Affairs Bureau", 39),
        ("市档案史志馆", "Archives and Chronicles", 24),
        ("市市场监督处", "Market Supervision Division", 42),
    ];

    /// <summary>Agency <paramref name="number"/>, 1 to 26, seated in a building.</summary>
    public static UnitPlan Unit(int number, BuildingId building)
    {
        var (name, nameEn, headcount) = All[number - 1];
        return new(new($"unit-{number:00}"), name, nameEn, headcount, building);
    }

    public static int NumberOf(UnitId unit) =>
        int.Parse(unit.Value.AsSpan("unit-".Length), CultureInfo.InvariantCulture);
}
