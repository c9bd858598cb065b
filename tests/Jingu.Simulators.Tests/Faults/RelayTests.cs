using System.Net;
using System.Net.Sockets;
using Jingu.Simulators.Faults;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Simulators.Tests.Faults;

public sealed class RelayTests : IDisposable
{
    private readonly TcpListener _broker = new(IPAddress.Loopback, 0);

    public RelayTests() => _broker.Start();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task Bytes_pass_both_ways_until_the_link_is_cut_and_again_when_it_is_mended()
    {
        await using var relay = new Relay((IPEndPoint)_broker.LocalEndpoint, MachineTime.OfThisMachine);
        var (near, far) = await ConnectAsync(relay);
        await AssertPassesAsync(near, far);
        await AssertPassesAsync(far, near);

        relay.Cut();
        Assert.False(await IsAliveAsync(near));
        Assert.False(await IsAliveAsync(far));
        Assert.True(await IsRefusedAsync(relay));

        relay.Mend();
        (near, far) = await ConnectAsync(relay);
        await AssertPassesAsync(near, far);
    }

    [Fact]
    public async Task A_cut_begins_with_answers_that_do_not_arrive()
    {
        var time = new FakeTime(DateTimeOffset.UnixEpoch);
        await using var relay = new Relay((IPEndPoint)_broker.LocalEndpoint, new MachineTime(time));
        var (near, far) = await ConnectAsync(relay);
        relay.Cut();
        await AssertPassesAsync(near, far);
        await far.SendAsync(new byte[] { 43 });

        time.Advance(Relay.HalfOpen);
        Assert.False(await IsAliveAsync(near));
    }

    [Fact]
    public async Task A_broker_that_is_down_closes_the_gateways_connection()
    {
        await using var relay = new Relay((IPEndPoint)_broker.LocalEndpoint, MachineTime.OfThisMachine);
        _broker.Stop();

        Assert.True(await IsRefusedAsync(relay));
    }

    private async Task<(Socket Near, Socket Far)> ConnectAsync(Relay relay)
    {
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(IPAddress.Loopback, relay.Port);
        return (near, await _broker.AcceptSocketAsync());
    }

    private static async Task AssertPassesAsync(Socket from, Socket to)
    {
        await from.SendAsync(new byte[] { 42 });
        var buffer = new byte[1];
        Assert.Equal(1, await to.ReceiveAsync(buffer));
        Assert.Equal(42, buffer[0]);
    }

    /// <summary>The reset may come while we still connect, or at the first read.</summary>
    private static async Task<bool> IsRefusedAsync(Relay relay)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, relay.Port);
            return !await IsAliveAsync(socket);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<bool> IsAliveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
