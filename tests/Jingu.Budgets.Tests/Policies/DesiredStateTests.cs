using System.Text;
using System.Text.Json.Nodes;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Ids;
using Xunit;

namespace Jingu.Budgets.Tests.Policies;

public sealed class DesiredStateTests
{
    /// <summary>Written once; stays readable for ever. A new schema adds a file.</summary>
    private static readonly string Golden = Path.Combine(
        AppContext.BaseDirectory, "Policies", "testdata", "desired-1.json");

    [Fact]
    public void What_was_written_once_is_read_as_it_was_meant() =>
        Assert.Equal(Text(SomePolicy.State), Text(DesiredStateJson.Read(File.ReadAllBytes(Golden))));

    [Fact]
    public void What_is_written_now_is_what_was_written_once() =>
        Assert.Equal(File.ReadAllText(Golden).TrimEnd(), Text(SomePolicy.State));

    [Fact]
    public void A_lease_of_the_month_after_may_come_with_it()
    {
        var golden = File.ReadAllText(Golden.Replace("desired-1", "desired-1-next-lease", StringComparison.Ordinal));
        var unit = SomePolicy.State.Units[0];
        var state = SomePolicy.State with
        {
            Units = SomePolicy.State.Units.SetItem(0, unit with
            {
                NextLease = unit.Lease! with
                {
                    Period = "2026-04",
                    Version = 1,
                    Part = -20_000,
                    Budget = 1_300_000,
                    UsedElsewhere = 0,
                },
            }),
        };
        Assert.Equal(golden.TrimEnd(), Text(state));
        Assert.Equal(Text(state), Text(DesiredStateJson.Read(Encoding.UTF8.GetBytes(golden))));
        var alone = state with { Units = [state.Units[0] with { Lease = null }] };
        Assert.Contains(alone.Faults(), fault => fault.Contains("none of this", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_without_faults_says_none() => Assert.Empty(SomePolicy.State.Faults());

    public static TheoryData<string> EveryMember
    {
        get
        {
            var members = new TheoryData<string>();
            foreach (var path in Members(JsonNode.Parse(DesiredStateJson.Write(SomePolicy.State))!))
                members.Add(path);
            return members;
        }
    }

    [Theory]
    [MemberData(nameof(EveryMember))]
    public void Without_any_one_member_it_is_no_policy(string path)
    {
        var root = JsonNode.Parse(DesiredStateJson.Write(SomePolicy.State))!;
        var parent = root;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
            parent = parent is JsonArray array ? array[int.Parse(step, null)]! : parent[step]!;
        Assert.True(parent.AsObject().Remove(steps[^1]));
        Assert.Throws<FormatException>(() => Read(root));
    }

    [Theory]
    [InlineData("extra", "1", "extra")]
    [InlineData("schema", "2", "its schema is 2")]
    [InlineData("site", "\"Not A Name\"", "cannot name a site")]
    [InlineData("site", "null", "no policy")]
    [InlineData("version", "0", "its version is 0")]
    [InlineData("version", "8", "the document says 8")]
    [InlineData("notAfter", "\"2026-02-01T00:00:00Z\"", "it is valid from")]
    [InlineData("notAfter", "\"2027-02-01T00:00:00Z\"", "100 days at most")]
    [InlineData("issued", "\"yesterday\"", "no policy")]
    [InlineData("units", "null", "no policy")]
    [InlineData("calendar", "null", "no policy")]
    public void A_frame_that_is_wrong_says_why(string member, string value, string why)
    {
        var root = JsonNode.Parse(DesiredStateJson.Write(SomePolicy.State))!;
        root[member] = JsonNode.Parse(value);
        Assert.Contains(why, Assert.Throws<FormatException>(() => Read(root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number", "100", "is not 0 to 99")]
    [InlineData("resource", "\"Gas\"", "no policy")]
    [InlineData("resource", "\"Water\"", "its ladder is that of unit-01 for Electricity")]
    [InlineData("unit", "\"unit-02\"", "its ladder is that of unit-01")]
    [InlineData("points", "[\"a\",\"a\"]", "metering point a counts more than once")]
    [InlineData("switching", "{\"circuits\":[],\"reminder\":[\"sp-x\"],\"cutSpacing\":\"00:00:30\",\"restoreSpacing\":"
        + "\"00:01:00\",\"onMin\":\"00:10:00\",\"offMin\":\"00:05:00\"}", "the reminder names")]
    [InlineData("months", "[{\"month\":\"March\",\"budget\":1,\"emergencyAllowance\":0,\"plan\":1,\"includes\":[]}]",
        "'March' is no month")]
    [InlineData("months", "[{\"month\":\"2026-03\",\"budget\":1,\"emergencyAllowance\":-1,\"plan\":1,"
        + "\"includes\":[]}]", "the emergency allowance of 2026-03")]
    [InlineData("months", "[{\"month\":\"2026-03\",\"budget\":99999999999999999,\"emergencyAllowance\":0,\"plan\":1,"
        + "\"includes\":[]}]", "the budget of 2026-03")]
    public void A_unit_that_is_wrong_says_why(string member, string value, string why)
    {
        var root = JsonNode.Parse(DesiredStateJson.Write(SomePolicy.State))!;
        root["units"]![0]![member] = JsonNode.Parse(value);
        Assert.Contains(why, Assert.Throws<FormatException>(() => Read(root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("firstNoticeLead", "\"2.00:00:00\"")]
    [InlineData("finalNoticeLead", "\"00:10:00\"")]
    [InlineData("warningPercent", "70")]
    public void A_ladder_out_of_range_is_refused(string member, string value)
    {
        var root = JsonNode.Parse(DesiredStateJson.Write(SomePolicy.State))!;
        root["units"]![0]!["ladder"]![member] = JsonNode.Parse(value);
        Assert.Contains(member, Assert.Throws<FormatException>(() => Read(root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_named_twice_and_no_number_stands_for_two()
    {
        var units = SomePolicy.State.Units;
        var second = new UnitId("unit-02");
        var other = units[1] with { Unit = second, Ladder = units[1].Ladder with { Unit = second } };
        Assert.Contains("number 1 in grant codes stands for unit-01 and unit-02",
            (SomePolicy.State with { Units = [units[0], other] }).Faults());
        Assert.Contains("unit-01 has more than one policy for Water",
            (SomePolicy.State with { Units = [units[1], units[1]] }).Faults());
    }

    [Fact]
    public void Version_and_time_are_no_content()
    {
        var later = SomePolicy.State.Stamped(9, SomePolicy.Issued.AddDays(1), SomePolicy.Issued.AddDays(80));
        Assert.Empty(later.Faults());
        Assert.True(later.SaysTheSameAs(SomePolicy.State));
        Assert.False((later with { Calendar = HoldCalendar.None }).SaysTheSameAs(SomePolicy.State));
    }

    private static string Text(DesiredState state) => Encoding.UTF8.GetString(DesiredStateJson.Write(state));

    private static DesiredState Read(JsonNode root) =>
        DesiredStateJson.Read(Encoding.UTF8.GetBytes(root.ToJsonString()));

    private static IEnumerable<string> Members(JsonNode node, string path = "")
    {
        if (node is JsonArray array)
            return array.SelectMany((item, i) => item is null ? [] : Members(item, $"{path}{i}/"));
        return node is not JsonObject known ? [] : known.SelectMany(member =>
            Enumerable.Prepend(member.Value is null ? [] : Members(member.Value, $"{path}{member.Key}/"),
                path + member.Key));
    }
}
