using System.Net;
using System.Net.Sockets;

namespace Jingu.Simulators.Bench;

/// <summary>
/// Finds free ports for programs that are started later and restarted on the same port. They lie below the range from
/// which Linux takes ports for outgoing connections (32768 upwards by default): in that range somebody else could take
/// the port while its owner is down, and a client that knocks at it again and again may even end up connected to
/// itself.
/// </summary>
internal sealed class FreePorts(Random random)
{
    private const int First = 20_000;
    private const int Last = 32_000;
    private const int TriesMax = 200;

    private readonly HashSet<int> _given = [];

    public int Next()
    {
        for (var i = 0; i < TriesMax; i++)
        {
            var port = random.Next(First, Last);
            if (_given.Add(port) && IsFree(port))
                return port;
        }
        throw new IOException($"No free port found between {First} and {Last} in {TriesMax} tries.");
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
