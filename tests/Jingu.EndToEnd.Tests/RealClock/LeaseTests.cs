using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>A unit behind two gateways, all programs as they are shipped, through a real broker.</summary>
public sealed partial class LeaseTests
{
    private const long Budget = 42 * 98_000;

    [Fact]
    public async Task Two_gateways_hold_parts_of_one_budget_an_extension_adds_up_once_and_a_new_card_gets_its_part()
    {
        await using var site = new SmallSite
        {
            HasSecond = true,
            GatewayMore = "trusted: [{name: key-1, file: key-1.pub.pem}]",
            AggregatorMore = "signing: [{name: key-1, key: key-1.key.pem}]",
        };
        await Testing.Programs.RunAsync(Binaries.Aggregator, "enroll", "--name", "key-1", "--out", site.Folder);
        await site.StartBrokerAsync();
        await site.StartAggregatorAsync();
        await site.StartGatewayAsync();
        var second = await site.StartSecondGatewayAsync();
        await ImportAsync(site, "headcounts", "unit,from,established,users,source\nunit-01,2020-01-01,42,50,test");
        await ImportAsync(site, "quotas", "resource,from,perHead,source\nelectricity,2020-01-01,98000,test");
        var month = await HeldAsync(site, Budget);

        Assert.Equal(202, (await site.PostAsync("api/commands", $$"""
            {"action":"extend","unit":"unit-01","resource":"electricity","month":"{{month}}","amount":50000,
             "by":"Wang Li","reason":"Exam week"}
            """)).Status);
        await HeldAsync(site, Budget + 50_000);

        second.Kill9();
        await second.EndAsync(TimeSpan.FromSeconds(10));
        foreach (var file in Directory.GetFiles(site.Folder, "second.db*"))
            File.Delete(file);
        await site.StartSecondGatewayAsync();
        await HeldAsync(site, Budget + 50_000);
    }

    /// <summary>
    /// Waits until both hold something and all of it together; never more, at no look. The month they hold it in.
    /// </summary>
    private static async Task<string> HeldAsync(SmallSite site, long budget)
    {
        var month = "";
        await Eventually.UntilAsync(async () =>
        {
            var leases = new[]
            {
                await LeaseAsync(site, "gateway.yaml"), await LeaseAsync(site, "second-gateway.yaml"),
            };
            Assert.True(leases.Sum(lease => lease.Held) <= budget, string.Join(" and ", leases));
            month = leases[0].Month;
            return leases.All(lease => lease.Held > 0) && leases.Sum(lease => lease.Held) == budget;
        });
        return month;
    }

    /// <summary>What <c>jingu-edge status</c> says of this month's lease.</summary>
    private static async Task<(string Month, long Held)> LeaseAsync(SmallSite site, string config)
    {
        var status = JsonNode.Parse(await Testing.Programs.RunAsync(
            Binaries.Edge, "status", "--json", "--config", Path.Combine(site.Folder, config)))!;
        var told = status["leases"]!.AsArray().Select(lease => (string)lease!).FirstOrDefault() ?? "";
        return Lease().Match(told) is { Success: true } match
            ? (match.Groups[1].Value,
                long.Parse(match.Groups[2].Value, NumberStyles.Number, CultureInfo.InvariantCulture))
            : ("", 0);
    }

    private static async Task ImportAsync(SmallSite site, string table, string csv) =>
        Assert.Equal(
            201,
            (await site.PostAsync($"api/planning/{table}?import={table}&actor=test&reason=test", csv)).Status);

    [GeneratedRegex("^unit-01 electricity, ([0-9-]+): .* lease of ([0-9,]+) Wh used")]
    private static partial Regex Lease();
}
