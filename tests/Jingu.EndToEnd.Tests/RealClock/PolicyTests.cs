using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>
/// Policies, commands and codes through a real broker, between the two programs as they are shipped; and an attacker
/// who owns that broker.
/// </summary>
public sealed class PolicyTests
{
    private const string Desired = "jingu/v1/zhoushan/gateway-1/down/desired";
    private const string Command = "jingu/v1/zhoushan/gateway-1/down/command";

    [Fact]
    public async Task A_policy_an_extension_and_a_code_take_effect_and_are_answered()
    {
        await using var site = await StartAsync();
        var month = (string)(await PolicyAsync(site))["state"]!["units"]![0]!["months"]![0]!["month"]!;
        var (status, text) = await site.PostAsync("api/commands", $$"""
            {"action":"extend","unit":"unit-01","resource":"electricity","month":"{{month}}","amount":50000,
             "by":"Wang Li","reason":"Exam week"}
            """);
        Assert.Equal(202, status);
        var id = (string)JsonNode.Parse(text)!["id"]!;
        await Eventually.UntilAsync(
            async () => (string)(await site.GetAsync($"api/commands/{id}"))["state"]! == "done");

        (status, text) = await site.PostAsync("api/planning/grant-codes", """
            {"unit":"unit-01","resource":"electricity","amount":20000,"by":"Wang Li","reason":"no network"}
            """);
        Assert.Equal(201, status);
        var said = await Testing.Programs.RunAsync(
            Binaries.Edge, "grant", (string)JsonNode.Parse(text)!["code"]!, "--by", "Li", "--config",
            Path.Combine(site.Folder, "gateway.yaml"));
        Assert.Contains("20 kWh more for unit-01", said, StringComparison.Ordinal);
        await Eventually.UntilAsync(async () =>
        {
            var names = (await PolicyAsync(site))["state"]!["units"]![0]!["months"]![0]!["includes"]!.AsArray()
                .Select(name => (string)name!).ToList();
            return names.Contains(id) && names.Contains("grant-gateway-1-1");
        });
    }

    [Fact]
    public async Task New_head_counts_in_mid_month_are_the_budget_that_the_gateway_goes_by()
    {
        await using var site = await StartAsync();
        var month = (string)(await PolicyAsync(site))["state"]!["units"]![0]!["months"]![0]!["month"]!;
        Assert.Equal(201, (await site.PostAsync(
            "api/planning/headcounts?import=leavers&actor=test&reason=test",
            $"unit,from,established,users,source\nunit-01,{month}-16,20,20,test")).Status);
        // Every day weighs the same: 42 heads for 15 days, 20 for the rest.
        var days = DateTime.DaysInMonth(
            int.Parse(month[..4], CultureInfo.InvariantCulture), int.Parse(month[5..], CultureInfo.InvariantCulture));
        var budget = 98_000L * ((42 * 15) + (20 * (days - 15))) / days;
        await InForceAsync(site, state => (long)state["units"]![0]!["months"]![0]!["budget"]! == budget);

        // The gateway says itself what an extension comes on top of.
        var (_, text) = await site.PostAsync("api/commands", $$"""
            {"action":"extend","unit":"unit-01","resource":"electricity","month":"{{month}}","amount":1000,
             "by":"Wang Li","reason":"Exam week"}
            """);
        var id = (string)JsonNode.Parse(text)!["id"]!;
        await Eventually.UntilAsync(
            async () => (string)(await site.GetAsync($"api/commands/{id}"))["state"]! == "done");
        Assert.Equal(
            $"1000 more in {month}, on top of {budget}.",
            (string)(await site.GetAsync($"api/commands/{id}"))["answer"]!);
    }

    [Fact]
    public async Task Whoever_owns_the_broker_changes_nothing_and_each_attempt_is_an_event()
    {
        await using var site = await StartAsync();
        var old = Path.Combine(site.Folder, "old.json");
        await File.WriteAllTextAsync(old, await TakeRetainedAsync(site));
        Assert.Equal(201, (await site.PostAsync(
            "api/planning/hours?import=hours&actor=test&reason=test",
            "name,begin,end,days,source\nnight,22:00,07:00,every,test")).Status);
        await InForceAsync(site, state => state["calendar"]!["friendly"]!.AsArray().Count == 1);
        var running = await AppliedAsync(site);
        var newest = JsonNode.Parse(await TakeRetainedAsync(site))!;

        await AttackAsync(site, Desired, await File.ReadAllTextAsync(old), "is in force");
        await AttackAsync(site, Desired, newest.ToJsonString()[..200], "no signed document");
        await AttackAsync(site, Desired, "{\"schema\":1}", "no signed document");
        newest["signature"] = JsonNode.Parse(await File.ReadAllTextAsync(old))!["signature"]!.DeepClone();
        await AttackAsync(site, Desired, newest.ToJsonString(), "its signature is wrong");
        // A policy on the topic of commands is a document of the wrong type.
        await AttackAsync(site, Command, await File.ReadAllTextAsync(old), "of type 'jingu-desired'", "A command");

        Assert.Equal(running, await AppliedAsync(site));
        var status = JsonNode.Parse(await Testing.Programs.RunAsync(
            Binaries.Edge, "status", "--json", "--config", Path.Combine(site.Folder, "gateway.yaml")))!;
        Assert.Equal(running, (long)status["policyVersion"]!);
    }

    [Fact]
    public async Task A_command_that_somebody_plays_again_does_nothing_twice()
    {
        await using var site = await StartAsync();
        var watching = Testing.Programs.RunAsync(
            "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{site.BrokerPort}", "-t", Command, "-C", "1", "-W", "60");
        var id = await ExtendUntilAsync(site, () => watching.IsCompleted);
        await Eventually.UntilAsync(
            async () => (string)(await site.GetAsync($"api/commands/{id}"))["state"]! == "done");
        await AttackAsync(site, Command, await watching, "it does nothing twice", "The command");
    }

    /// <summary>Extends until somebody who listens has seen one; the id of the last.</summary>
    private static async Task<string> ExtendUntilAsync(SmallSite site, Func<bool> seen)
    {
        var month = (string)(await PolicyAsync(site))["state"]!["units"]![0]!["months"]![0]!["month"]!;
        var id = "";
        await Eventually.UntilAsync(async () =>
        {
            var (_, text) = await site.PostAsync("api/commands", $$"""
                {"action":"extend","unit":"unit-01","resource":"electricity","month":"{{month}}","amount":1000,
                 "by":"Wang Li","reason":"Exam week"}
                """);
            id = (string)JsonNode.Parse(text)!["id"]!;
            return seen();
        });
        return id;
    }

    private static async Task<SmallSite> StartAsync()
    {
        var site = new SmallSite
        {
            GatewayMore = "trusted: [{name: key-1, file: key-1.pub.pem}]",
            AggregatorMore = "signing: [{name: key-1, key: key-1.key.pem}]",
        };
        var said = await Testing.Programs.RunAsync(
            Binaries.Aggregator, "enroll", "--name", "key-1", "--out", site.Folder);
        Assert.Contains("trusted:", said, StringComparison.Ordinal);
        Assert.Equal("600\n", await Testing.Programs.RunAsync(
            "stat", "-c", "%a", Path.Combine(site.Folder, "key-1.key.pem")));
        await site.StartBrokerAsync();
        await site.StartAggregatorAsync();
        await site.StartGatewayAsync();
        Assert.Equal(201, (await site.PostAsync(
            "api/planning/headcounts?import=heads&actor=test&reason=test",
            "unit,from,established,users,source\nunit-01,2020-01-01,42,50,test")).Status);
        Assert.Equal(201, (await site.PostAsync(
            "api/planning/quotas?import=quotas&actor=test&reason=test",
            "resource,from,perHead,source\nelectricity,2020-01-01,98000,test")).Status);
        await InForceAsync(site, state => state["units"]![0]!["months"]!.AsArray().Count == 3);
        return site;
    }

    /// <summary>The newest policy says this, and the gateway that it runs just that one.</summary>
    private static Task InForceAsync(SmallSite site, Func<JsonNode, bool> says) => Eventually.UntilAsync(async () =>
    {
        var policy = await PolicyAsync(site);
        return says(policy["state"]!) && (long?)policy["applied"] == (long)policy["version"]!;
    });

    /// <summary>Publishes as anybody can, and waits for the gateway's event of it.</summary>
    private static async Task AttackAsync(
        SmallSite site, string topic, string message, string why, string what = "A policy")
    {
        var file = Path.Combine(site.Folder, "attack.json");
        await File.WriteAllTextAsync(file, message);
        await Testing.Programs.RunAsync(
            "mosquitto_pub", "-h", "127.0.0.1", "-p", $"{site.BrokerPort}", "-q", "1", "-t", topic, "-f", file);
        var events = Path.Combine(site.Folder, "aggregator-data", "relational.db");
        await Eventually.UntilAsync(async () => (await Testing.Programs.RunAsync(
            Binaries.SystemPython, "-c",
            "import sqlite3,sys\n"
            + "for row in sqlite3.connect(sys.argv[1]).execute('SELECT text FROM event'): print(row[0])",
            events)).Split('\n').Any(line => line.StartsWith(what, StringComparison.Ordinal)
                && line.Contains(why, StringComparison.Ordinal)));
    }

    private static Task<string> TakeRetainedAsync(SmallSite site) => Testing.Programs.RunAsync(
        "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{site.BrokerPort}", "-t", Desired, "-C", "1", "-W", "20");

    private static async Task<JsonNode> PolicyAsync(SmallSite site) =>
        (await site.GetAsync("api/planning/desired")).AsArray() is [{ } only]
            ? only
            : JsonNode.Parse("{\"version\":0,\"state\":{\"units\":[{\"months\":[]}]}}")!;

    private static async Task<long?> AppliedAsync(SmallSite site) => (long?)(await PolicyAsync(site))["applied"];
}
