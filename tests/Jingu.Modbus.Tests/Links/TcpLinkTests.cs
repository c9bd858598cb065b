using System.Net;
using System.Net.Sockets;
using Jingu.Modbus.Links;
using Xunit;

namespace Jingu.Modbus.Tests.Links;

public sealed class TcpLinkTests : LinkContract
{
    [Fact]
    public async Task A_port_where_nobody_listens_is_a_sentence()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        var opening = await TcpLink.Opener("127.0.0.1", port, Time)(CancellationToken.None);
        var failed = Assert.IsType<LinkOpening.Failed>(opening);
        Assert.Contains($"127.0.0.1:{port}", failed.Sentence, StringComparison.Ordinal);
    }

    protected override async Task<(IByteLink Near, IByteLink Far)> OpenAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var near = Opened(await TcpLink.Opener("localhost", port, Time)(CancellationToken.None));
        return (near, new TcpLink(await listener.AcceptSocketAsync(), Time));
    }
}
