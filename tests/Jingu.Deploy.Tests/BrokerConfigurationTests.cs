using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Jingu.Testing;
using Jingu.Testing.Brokers;
using Xunit;

namespace Jingu.Deploy.Tests;

public sealed class BrokerConfigurationTests
{
    [Fact]
    public async Task A_real_broker_starts_on_its_configuration()
    {
        var port = MosquittoBroker.FreePort();
        var folder = Directory.CreateTempSubdirectory("jingu-broker-");
        var file = Path.Combine(folder.FullName, "mosquitto.conf");
        var text = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "deploy/compose/mosquitto.conf"));
        await File.WriteAllTextAsync(
            file, text.Replace("listener 1883", $"listener {port} 127.0.0.1", StringComparison.Ordinal));
        var start = new ProcessStartInfo(Programs.OnPath("mosquitto")!, ["-c", file]) { RedirectStandardError = true };
        using var broker = Process.Start(start)!;
        var said = broker.StandardError.ReadToEndAsync();
        var answered = false;
        try
        {
            await Eventually.UntilAsync(async () => broker.HasExited || (answered = await AnswersAsync(port)));
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
        // It may speak of our knock; of its configuration it says nothing while that is right.
        var complaints = (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("connection", StringComparison.Ordinal));
        Assert.True(answered);
        Assert.Empty(complaints);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
