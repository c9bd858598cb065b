using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>What goes wrong at a site ends in a clear sentence, and nothing is lost.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Without_a_broker_everything_is_kept_and_delivered_when_there_is_one()
    {
        await using var site = new SmallSite();
        var gateway = await site.StartGatewayAsync();
        await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["backlog"]! >= 3);
        Assert.False(gateway.HasExited);

        await site.StartBrokerAsync();
        await site.StartAggregatorAsync();
        await Eventually.UntilAsync(
            async () => (long)(await site.StreamAsync("samples"))["backlog"]! <= 1, TimeSpan.FromSeconds(60));
        var made = (long)(await site.StreamAsync("samples"))["acknowledged"]!;
        Assert.True((long)(await site.DeliveryAsync())["samplesStored"]! >= made);
    }

    [Fact]
    public async Task An_unknown_meter_is_parked_and_taken_up_when_the_site_file_names_it()
    {
        await using var site = new SmallSite();
        await site.StartBrokerAsync();
        var aggregator = await site.StartAggregatorAsync(knowsMeter: false);
        await site.StartGatewayAsync();
        await Eventually.UntilAsync(async () => (long)(await site.DeliveryAsync())["parked"]! >= 3);
        Assert.Equal(0, (long)(await site.DeliveryAsync())["samplesStored"]!);

        await site.WriteSiteAsync(knowsMeter: true);
        aggregator.Signal("HUP");
        await Eventually.UntilAsync(async () => (long)(await site.DeliveryAsync())["samplesStored"]! >= 3);
        await Eventually.UntilAsync(async () => (long)(await site.DeliveryAsync())["parked"]! == 0);
    }

    [Fact]
    public async Task Forged_and_damaged_payloads_are_refused_and_real_ones_go_on()
    {
        await using var site = new SmallSite();
        await site.StartBrokerAsync();
        await site.StartAggregatorAsync();
        await site.StartGatewayAsync();
        var noise = Path.Combine(site.Folder, "noise.bin");
        await File.WriteAllBytesAsync(noise, [.. "JG"u8, 1, 0, 4, .. new byte[64]]);
        foreach (var stream in new[] { "samples", "intervals", "events" })
        {
            await Jingu.Testing.Programs.RunAsync(
                "mosquitto_pub", "-h", "127.0.0.1", "-p", $"{site.BrokerPort}", "-q", "1",
                "-t", $"jingu/v1/zhoushan/gateway-1/up/{stream}", "-f", noise);
        }
        await Eventually.UntilAsync(async () => (long)(await site.DeliveryAsync())["refused"]! == 3);
        var stored = (long)(await site.DeliveryAsync())["samplesStored"]!;
        await Eventually.UntilAsync(async () => (long)(await site.DeliveryAsync())["samplesStored"]! > stored);
    }

    [Fact]
    public async Task A_damaged_journal_is_set_aside_with_a_sentence_and_a_new_one_begins()
    {
        await using var site = new SmallSite();
        var gateway = await site.StartGatewayAsync();
        await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["lastSequence"]! >= 2);
        gateway.Signal("TERM");
        Assert.Equal(0, await gateway.EndAsync(TimeSpan.FromSeconds(20)));
        var journal = Path.Combine(site.Folder, "journal.db");
        await File.WriteAllBytesAsync(
            journal, [.. (await File.ReadAllBytesAsync(journal)).Select((b, i) => i is > 50 and < 5000 ? (byte)7 : b)]);

        var again = await site.StartGatewayAgainAsync();
        await again.SaysAsync("was damaged");
        Assert.True(File.Exists(journal + ".damaged-1"));
        await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["lastSequence"]! >= 1);
    }

    [RootFact]
    public async Task A_full_disk_holds_readings_up_and_loses_no_entry()
    {
        await using var site = new SmallSite { Store = "card/journal.db" };
        var card = Path.Combine(site.Folder, "card");
        Directory.CreateDirectory(card);
        await Jingu.Testing.Programs.RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", card);
        try
        {
            await site.StartBrokerAsync();
            await site.StartAggregatorAsync();
            var gateway = await site.StartGatewayAsync();
            await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["acknowledged"]! >= 2);

            var filler = Path.Combine(card, "filler");
            await Record.ExceptionAsync(
                () => Jingu.Testing.Programs.RunAsync("dd", "if=/dev/zero", $"of={filler}", "bs=4k"));
            await gateway.SaysAsync("The journal has no room", TimeSpan.FromSeconds(60));
            var before = (long)(await site.StreamAsync("samples"))["made"]!;
            File.Delete(filler);
            // What was polled while the disk was full comes in one go, then one a second.
            await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["made"]! >= before + 3);
            await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["backlog"]! <= 1);
            Assert.False(gateway.HasExited);
            gateway.Kill9();
        }
        finally
        {
            await Jingu.Testing.Programs.RunAsync("umount", "-l", card);
        }
    }

    [Theory]
    [InlineData("jingu-edge", "gateway.yaml:1")]
    [InlineData("jingu-aggregator", "aggregator.yaml")]
    public async Task A_file_that_is_no_YAML_ends_with_exit_code_2_and_names_file_and_line(string program, string said)
    {
        await using var site = new SmallSite();
        var (binary, file) = program == "jingu-edge"
            ? (Binaries.Edge, "gateway.yaml")
            : (Binaries.Aggregator, "aggregator.yaml");
        await File.WriteAllTextAsync(Path.Combine(site.Folder, file), "schema: 1: 2\n");
        var running = site.Start(binary, "run", "--config", file);
        Assert.Equal(2, await running.EndAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(said, running.Output, StringComparison.Ordinal);
    }
}
