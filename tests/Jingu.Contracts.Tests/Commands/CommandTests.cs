using System.Text;
using System.Text.Json.Nodes;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Contracts.Tests.Commands;

public sealed class CommandTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 20, 4, 0, 0, TimeSpan.Zero);
    private const string Journal = "000102030405060708090a0b0c0d0e0f";
    private static readonly UnitId Unit = new("unit-01");

    public static TheoryData<CommandAction, bool> Actions => new()
    {
        { new CommandAction.ApproveCut(Unit, Resource.Electricity, "d-17"), true },
        { new CommandAction.TestSwitch("sp-3"), true },
        { new CommandAction.Curtail("pv-1-generation", 605, Noon.AddHours(2)), true },
        { new CommandAction.ReplaceMeter("unit-01-water", Journal, 2, 12_400.25m, 0, "W-9", Noon), true },
        { new CommandAction.ReplaceMeter("unit-01-water", Journal, 1, 0, 5, "", null), true },
        { new CommandAction.SettleCase("unit-01-water", Journal, 1, 7, SettleWord.Believe, 0), true },
        { new CommandAction.SettleCase("unit-01-water", Journal, 1, 7, SettleWord.NewBase, 40), true },
        { new CommandAction.OverrideZone("office-07", 400, Noon.AddHours(24)), true },
        { new CommandAction.OverrideZone("office-07", 0, Noon.AddHours(2)), true },
        { new CommandAction.OverrideZone("office-07", null, null), true },
        { new CommandAction.RefuseCut(Unit, Resource.Water, "d-17"), false },
        { new CommandAction.Extend(Unit, Resource.Water, "2026-03", 5_000), false },
        { new CommandAction.SelectEmergency(Unit, Resource.Electricity), false },
        { new CommandAction.OverrideUntil(Unit, Resource.Electricity, Noon), false },
        { new CommandAction.ConfirmRestore(Unit, Resource.Electricity), false },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void Every_action_comes_back_as_it_was_and_says_whether_it_can_cut(CommandAction action, bool cuts)
    {
        var command = Some(action);
        Assert.Equal(command, CommandJson.Read(CommandJson.Write(command)));
        Assert.Equal(cuts, action.Cuts);
    }

    [Theory]
    [InlineData("extra", "1")]
    [InlineData("schema", "2")]
    [InlineData("id", "\"x\"")]
    [InlineData("site", "\"Not A Name\"")]
    [InlineData("by", "\"\"")]
    [InlineData("notAfter", "\"2026-03-20T04:00:00Z\"")]
    [InlineData("notAfter", "\"2027-03-20T04:00:00Z\"")]
    [InlineData("action", "{\"do\":\"cut-everything\"}")]
    [InlineData(
        "action",
        "{\"do\":\"extend\",\"unit\":\"unit-01\",\"resource\":\"Water\",\"month\":\"2026-03\",\"amount\":-5}")]
    [InlineData("action", "{\"do\":\"extend\",\"unit\":\"unit-01\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"\",\"tenths\":5,\"until\":\"2026-03-20T05:00:00Z\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"pv\",\"tenths\":-1,\"until\":\"2026-03-20T05:00:00Z\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"pv\",\"tenths\":1001,\"until\":\"2026-03-20T05:00:00Z\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"pv\",\"tenths\":5,\"until\":\"2026-03-20T04:00:00Z\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"pv\",\"tenths\":5,\"until\":\"2026-03-28T04:00:00Z\"}")]
    [InlineData("action", "{\"do\":\"curtail\",\"point\":\"pv\",\"tenths\":5}")]
    public void Half_a_command_is_none(string member, string value)
    {
        var node = JsonNode.Parse(CommandJson.Write(Some(new CommandAction.ConfirmRestore(Unit, Resource.Water))))!;
        node[member] = JsonNode.Parse(value);
        Assert.Throws<FormatException>(() => CommandJson.Read(Encoding.UTF8.GetBytes(node.ToJsonString())));
    }

    [Fact]
    public void What_is_no_json_is_no_command() =>
        Assert.Throws<FormatException>(() => CommandJson.Read("cut everything"u8));

    public static TheoryData<CommandAction> Slips =>
    [
        new CommandAction.ReplaceMeter("Not A Name", Journal, 1, 5, 0, "", null),
        new CommandAction.ReplaceMeter("unit-01-water", "0001", 1, 5, 0, "", null),
        new CommandAction.ReplaceMeter("unit-01-water", Journal, 0, 5, 0, "", null),
        new CommandAction.ReplaceMeter("unit-01-water", Journal, 1, -1, 0, "", null),
        new CommandAction.ReplaceMeter("unit-01-water", Journal, 1, 5, 1_000_000_000_001, "", null),
        new CommandAction.ReplaceMeter("unit-01-water", Journal, 1, 5, 0, new string('9', 201), null),
        new CommandAction.SettleCase("unit-01-water", Journal, 1, 0, SettleWord.Believe, 0),
        new CommandAction.SettleCase("unit-01-water", Journal, 1, 7, SettleWord.Believe, 5),
        new CommandAction.SettleCase("unit-01-water", Journal, 1, 7, SettleWord.NewBase, -5),
        new CommandAction.SettleCase("unit-01-water", Journal, 1, 7, (SettleWord)9, 5),
        new CommandAction.OverrideZone("Not A Name", 400, Noon.AddHours(2)),
        new CommandAction.OverrideZone("office-07", -1, Noon.AddHours(2)),
        new CommandAction.OverrideZone("office-07", 1001, Noon.AddHours(2)),
        new CommandAction.OverrideZone("office-07", 400, null),
        new CommandAction.OverrideZone("office-07", null, Noon.AddHours(2)),
        new CommandAction.OverrideZone("office-07", 400, Noon),
        new CommandAction.OverrideZone("office-07", 400, Noon.AddHours(24).AddSeconds(1)),
    ];

    [Theory]
    [MemberData(nameof(Slips))]
    public void What_no_dial_shows_what_names_no_ledger_and_what_no_zone_takes_is_no_command(CommandAction action)
    {
        Assert.NotNull(Some(action).Objection());
        Assert.Throws<FormatException>(() => CommandJson.Read(CommandJson.Write(Some(action))));
    }

    [Theory]
    [InlineData("command-schema-1-override-zone", 400)]
    [InlineData("command-schema-1-release-zone", null)]
    public void An_order_for_a_zone_is_written_as_the_golden_file_has_it(string file, int? light)
    {
        var golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"testdata/golden/{file}.json"));
        var command = Some(
            new CommandAction.OverrideZone("office-07", light, light is null ? null : Noon.AddHours(2)));
        Assert.Equal(command, CommandJson.Read(golden));
        Assert.Equal(
            JsonNode.Parse(golden)!.ToJsonString(), JsonNode.Parse(CommandJson.Write(command))!.ToJsonString());
    }

    private static Command Some(CommandAction action) => new(
        1, new string('a', 32), new("zhoushan"), new("gateway-1"), Noon, Noon + TimeSpan.FromHours(1), "Wang Li",
        "Exam week", action);
}
