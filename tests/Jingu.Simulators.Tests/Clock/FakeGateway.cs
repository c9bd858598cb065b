using System.Net;
using Jingu.Time;
using Jingu.Time.Bench;

namespace Jingu.Simulators.Tests.Clock;

/// <summary>Follows a bench's clock as a gateway does: one participant that wakes every period.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly BenchSiteTime _time;
    private readonly IParticipant _participant;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private FakeGateway(BenchSiteTime time)
    {
        _time = time;
        _participant = time.Join("port");
    }

    /// <summary>The instants it woke at.</summary>
    public List<DateTimeOffset> Woke { get; } = [];

    public long Backlog;

    /// <summary>Called at each instant; the instant is finished when it has completed.</summary>
    public Func<DateTimeOffset, Task> Work { get; set; } = _ => Task.CompletedTask;

    public static async Task<FakeGateway> ConnectAsync(IPEndPoint clock, string name)
    {
        var time = await BenchSiteTime.ConnectAsync(clock, name, default);
        var gateway = new FakeGateway(time);
        time.Backlog = () => Volatile.Read(ref gateway.Backlog);
        return gateway;
    }

    public FakeGateway Every(TimeSpan period)
    {
        _running = RunAsync(period);
        _time.Begin();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _time.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
    }

    private async Task RunAsync(TimeSpan period)
    {
        try
        {
            for (var next = _time.GetUtcNow() + period; ; next += period)
            {
                await _participant.WaitUntilAsync(next, _stop.Token);
                Woke.Add(_time.GetUtcNow());
                await Work(next);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }
}
