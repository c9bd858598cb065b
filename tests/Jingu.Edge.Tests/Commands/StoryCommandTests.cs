using System.CommandLine;
using System.Text.Json.Nodes;
using Jingu.Budgets.Ladders;
using Jingu.Edge.Commands;
using Jingu.Edge.Tests.Control;
using Jingu.Yaml;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>
/// <c>why</c>, <c>drill</c> and the leases of <c>status</c> as a person calls them, beside the gateway that writes.
/// </summary>
[Collection(nameof(ConsoleTests))]
public sealed class StoryCommandTests
{
    [Fact]
    public async Task Why_says_every_line_with_its_time_at_the_site_and_an_answer_once()
    {
        using var month = SupplyScenario.Cut()
            .At("06 12:00").Confirms().At("06 12:10");

        var (code, lines) = await RunAsync(month, "why", "unit-07");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            2026-03-05 09:00: unit-07, electricity: disconnected; 1,000,000 Wh of 1,000,000 Wh used.
            2026-03-05 09:00: unit-07, electricity: cut of sockets-07 allowed.
            2026-03-05 09:00: cut of sockets-07 (unit-07) is decided and about to be commanded.
            2026-03-05 09:00: cut of sockets-07 (unit-07) was commanded.
            2026-03-05 09:00: cut of sockets-07 (unit-07) is proven by the load that the meters show.
            2026-03-05 09:00: unit-07, electricity: cut of lighting-07 allowed.
            2026-03-05 09:00: cut of lighting-07 (unit-07) is decided and about to be commanded.
            2026-03-05 09:00: cut of lighting-07 (unit-07) was commanded.
            2026-03-05 09:01: cut of lighting-07 (unit-07) was commanded and is not proven.
            2026-03-05 09:01: unit-07, electricity: cut of server-07 refused: it is not declared switchable.
            2026-03-06 12:00: unit-07, electricity: the command ConfirmRestore by Wang found nothing that it applies to.
            The chain of 16 records kept here is whole.
            """.Split('\n'),
            lines[5..]);
    }

    [Fact]
    public async Task Why_tells_one_object_to_a_program()
    {
        using var month = SupplyScenario.Cut();

        var (code, lines) = await RunAsync(month, "why", "unit-07", "--json");

        var told = JsonNode.Parse(Assert.Single(lines))!;
        Assert.Equal((0, "unit-07"), (code, (string)told["unit"]!));
        Assert.Equal("The chain of 14 records kept here is whole.", (string)told["chain"]!);
        Assert.Equal(
            (new DateTimeOffset(2026, 3, 5, 1, 0, 10, TimeSpan.Zero), "switch-action",
                "cut of sockets-07 (unit-07) is proven by the load that the meters show."),
            ((DateTimeOffset)told["story"]![9]!["at"]!, (string)told["story"]![9]!["kind"]!,
                (string)told["story"]![9]!["text"]!));
    }

    [Fact]
    public async Task Why_of_a_unit_that_nothing_was_decided_for_says_so_and_of_a_misspelt_one_which_there_are()
    {
        using var month = SupplyScenario.With(1000).At("02 09:00").ExpectNothing();

        Assert.Equal(
            (0, "Nothing was decided for unit-07 in what this journal keeps."),
            await RunAsync(month, "why", "unit-07") is var (code, lines) ? (code, lines[0]) : default);
        var misspelt = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(month, "why", "unit-70"));
        Assert.Equal(
            "unit-70: is no unit that this gateway's journal or policy names: use one of unit-07.", misspelt.Message);
    }

    [Fact]
    public async Task Why_and_status_tell_what_a_lease_holds_and_its_overdraft()
    {
        using var month = SupplyScenario.With(1000).Leased(500, elsewhere: 200)
            .At("02 09:00").Use(507)
            .At("03 00:00").ExpectReports(
                "01 00:00 2026-03 grant 1: 0 of 500", "02 00:00 2026-03 grant 1: 0 of 500",
                "02 09:00 2026-03 grant 1: 507 of 500", "03 00:00 2026-03 grant 1: 507 of 500");

        const string Sentence = "unit-07 electricity, 2026-03: 507,000 Wh of this gateway's lease of 500,000 Wh used "
            + "(grant 1, others used 200,000 Wh of 1,000,000 Wh); overdraft 7,000 Wh.";
        var (code, lines) = await RunAsync(month, "why", "unit-07");
        Assert.Equal(0, code);
        Assert.Contains($"2026-03-02 09:00: {Sentence}", lines);
        Commission(month);
        (code, lines) = await RunAsync(month, "status");
        Assert.Equal(0, code);
        Assert.Equal($"lease\t{Sentence}", Assert.Single(
            lines, line => line.StartsWith("lease", StringComparison.Ordinal)));
        var (_, json) = await RunAsync(month, "status", "--json");
        Assert.Equal(Sentence, (string)Assert.Single(JsonNode.Parse(Assert.Single(json))!["leases"]!.AsArray())!);
    }

    [Fact]
    public async Task Why_ends_with_1_where_somebody_changed_a_decision_in_the_file()
    {
        using var month = SupplyScenario.Cut();
        await using (var file = new SqliteConnection($"Data Source={month.Folder.At("journal.db")};Pooling=False"))
        {
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText = """
                UPDATE events
                SET body = (SELECT body FROM events WHERE sequence = (SELECT max(sequence) - 4 FROM events))
                WHERE sequence = (SELECT max(sequence) FROM events)
                """;
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var (code, lines) = await RunAsync(month, "why", "unit-07");

        Assert.Equal(1, code);
        Assert.StartsWith("The chain of records is broken: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_shows_what_would_have_been_cut_until_it_would_have_returned_or_the_drill_ended()
    {
        using var month = SupplyScenario.With(1000, ladder => ladder with { Drill = true })
            .At("02 09:00").Use(1000)
            .At("05 08:30").Expect(Stage.Exhausted)
            .At("05 09:00").Expect(Stage.Disconnected)
            .At("06 09:00").Budget(50_000).Expect(Stage.Normal)
            .At("06 10:00").Budget(1000).Expect(Stage.Exhausted)
            .At("09 09:30").Expect(Stage.Exhausted)
            .At("09 10:00").Expect(Stage.Disconnected);
        Commission(month);

        Assert.Equal((0, "unit-07\telectricity\t2026-03-09 10:00\tnot yet"), await LastAsync());
        month.At("20 09:00").Policy(ladder => ladder with { Drill = false }).Expect(Stage.Exhausted);

        var (code, lines) = await RunAsync(month, "drill");
        Assert.Equal(0, code);
        Assert.Equal(
            [
                "unit\tresource\twould have cut at\twould have returned at\tcircuits by today's policy, in order",
                "unit-07\telectricity\t2026-03-05 09:00\t2026-03-06 09:00\tsockets-07; left on: lighting-07, server-07",
                "unit-07\telectricity\t2026-03-09 10:00\tthe drill ended 2026-03-20 09:00\t"
                    + "sockets-07; left on: lighting-07, server-07",
            ],
            lines);
        var (_, json) = await RunAsync(month, "drill", "--json");
        Assert.Equal(
            """
            {"cuts":[{"unit":"unit-07","resource":"electricity","cut":"2026-03-05T01:00:00.0000000+00:00",
            "restored":"2026-03-06T01:00:00.0000000+00:00","drillEnded":null,"circuits":["sockets-07"],
            "leftOn":["lighting-07","server-07"]},{"unit":"unit-07","resource":"electricity",
            "cut":"2026-03-09T02:00:00.0000000+00:00","restored":null,
            "drillEnded":"2026-03-20T01:00:00.0000000+00:00","circuits":["sockets-07"],
            "leftOn":["lighting-07","server-07"]}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            Assert.Single(json).Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Empty(month.Boards.Commands);

        async Task<(int Code, string Line)> LastAsync()
        {
            var (ended, shown) = await RunAsync(month, "drill");
            return (ended, shown[^1][..shown[^1].LastIndexOf('\t')]);
        }
    }

    [Fact]
    public async Task Drill_of_a_gateway_that_cut_in_earnest_says_that_it_has_nothing_to_show()
    {
        using var month = SupplyScenario.Cut();
        Commission(month);

        var (code, lines) = await RunAsync(month, "drill");

        Assert.Equal((0, "No drill that this journal keeps would have cut anything."), (code, Assert.Single(lines)));
        Assert.Equal("""{"cuts":[]}""", Assert.Single((await RunAsync(month, "drill", "--json")).Lines));
    }

    /// <summary>Sockets that may be switched, lighting that is none of this gateway's, and a server room.</summary>
    private static void Commission(SupplyScenario month) => month.Folder.Write("commissioning.yaml", """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: 1, period: 1s, answerMax: 2s}
        meters: []
        devices:
          - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 10}
        switchPoints:
          - {id: sockets-07, unit: unit-07, resource: electricity, switchable: true, feeds: [ordinary],
             device: relays, output: 1, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 100ms}
          - {id: server-07, unit: unit-07, resource: electricity, feeds: [data-room],
             device: relays, output: 2, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 100ms}
        """);

    private static async Task<(int Code, string[] Lines)> RunAsync(SupplyScenario month, params string[] args)
    {
        RootCommand root = [WhyCommand.Create(), DrillCommand.Create(), StatusCommand.Create()];
        var (code, output) = await CapturedConsole.RunAsync(
            root, [.. args, "--config", month.Folder.At("gateway.yaml")]);
        return (code, output.TrimEnd('\n').Split('\n'));
    }
}
