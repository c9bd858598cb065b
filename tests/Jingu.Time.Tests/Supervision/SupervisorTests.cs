using System.Net.Sockets;
using System.Text;
using Jingu.Testing;
using Jingu.Time.Supervision;
using Xunit;

namespace Jingu.Time.Tests.Supervision;

/// <summary>What reaches a real datagram socket, as systemd's would be.</summary>
public sealed class SupervisorTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);
    private readonly FakeTime _clock = new(new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("jingu-notify-");
    private readonly string _path;
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly LoopWatch _loops;

    public SupervisorTests()
    {
        _path = Path.Combine(_folder.FullName, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(_path));
        _loops = new(new MachineTime(_clock)) { TurnMax = TimeSpan.FromMinutes(5) };
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_hears_of_a_process_as_long_as_its_loops_come_round_and_no_longer()
    {
        var hung = new List<string>();
        using var stop = new CancellationTokenSource();
        using var tick = _loops.Join("tick");
        tick.Beat();
        var supervisor = new Supervisor(_path, Watchdog, new MachineTime(_clock));
        supervisor.SayReady();
        Assert.Equal(["READY=1"], Heard());
        var watching = supervisor.WatchAsync(_loops, hung.Add, stop.Token);
        Assert.Equal(["WATCHDOG=1"], Heard());
        for (var beat = 0; beat < 15; beat++)
        {
            await PassAsync(Watchdog / 3);
            Assert.Equal(["WATCHDOG=1"], Heard());
        }
        await PassAsync(Watchdog / 3);
        await PassAsync(Watchdog / 3);
        Assert.Equal(["STATUS=tick hangs."], Heard());
        Assert.Equal(["tick"], hung);
        tick.Beat();
        await PassAsync(Watchdog / 3);
        Assert.Equal(["WATCHDOG=1"], Heard());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        supervisor.SayStopping();
        Assert.Equal(["STOPPING=1"], Heard());
    }

    [Theory]
    [InlineData("60000000", null, true)]
    [InlineData("60000000", "own", true)]
    [InlineData("60000000", "1", false)]
    [InlineData(null, null, false)]
    [InlineData("soon", null, false)]
    public async Task The_environment_says_whether_and_how_often(string? length, string? id, bool beats)
    {
        var supervisor = Supervisor.Named(
            name => name switch
            {
                "NOTIFY_SOCKET" => _path,
                "WATCHDOG_USEC" => length,
                "WATCHDOG_PID" => id == "own" ? Environment.ProcessId.ToString() : id,
                _ => null,
            },
            new MachineTime(_clock));
        using var stop = new CancellationTokenSource();
        var watching = supervisor.WatchAsync(_loops, _ => { }, stop.Token);
        Assert.Equal(!beats, watching.IsCompleted);
        Assert.Equal(beats ? ["WATCHDOG=1"] : [], Heard());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => beats ? watching : Task.FromCanceled(stop.Token));
    }

    [Fact]
    public void An_abstract_socket_is_found_by_its_sign()
    {
        var name = _path;
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        new Supervisor($"@{name}", null, new MachineTime(_clock)).SayReady();
        Assert.Equal(["READY=1"], Heard(systemd));
    }

    [Fact]
    public void Nobody_to_tell_is_no_fault()
    {
        new Supervisor(null, Watchdog, new MachineTime(_clock)).SayReady();
        new Supervisor(_path + ".gone", Watchdog, new MachineTime(_clock)).SayReady();
        Assert.Empty(Heard());
    }

    private async Task PassAsync(TimeSpan time)
    {
        await Eventually.UntilAsync(() => _clock.TimersWaiting > 0);
        _clock.Advance(time);
        await Eventually.UntilAsync(() => _clock.TimersWaiting > 0);
    }

    private List<string> Heard() => Heard(_systemd);

    private static List<string> Heard(Socket socket)
    {
        var heard = new List<string>();
        var buffer = new byte[256];
        while (socket.Available > 0)
            heard.Add(Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer)));
        return heard;
    }
}
