using System.Collections.Concurrent;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Web.Live;

/// <summary>
/// Computes what is watched, once for all who watch it, and not at all while nobody does. Everybody holds the newest
/// frame only: whoever is slow misses frames and delays nobody. Paced by machine time, so that it neither follows a
/// bench's clock nor holds it up. Safe from any thread.
/// </summary>
internal sealed partial class LiveFeed(MachineTime machine, IHostApplicationLifetime lifetime, ILogger<LiveFeed> log)
{
    /// <summary>From one frame to the next while site time moves.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>From one frame to the next while site time stands, as on a bench that has ended.</summary>
    public static readonly TimeSpan EveryWhileStanding = TimeSpan.FromSeconds(10);

    /// <summary>Streams at a time.</summary>
    public const int WatchersMax = 256;

    private readonly ConcurrentDictionary<string, Topic> _topics = [];
    private readonly Lock _gate = new();
    private int _watchers;

    /// <summary>
    /// Begins to watch; null when there are too many already. Dispose ends it.
    /// </summary>
    /// <param name="name">What is watched: the same name shares one computation.</param>
    /// <param name="make">Computes a frame.</param>
    public Watcher? Watch(string name, Func<CancellationToken, Task<LiveFrame>> make)
    {
        lock (_gate)
        {
            if (_watchers == WatchersMax)
                return null;
            _watchers++;
            var topic = _topics.GetOrAdd(name, _ => new(make));
            topic.Watchers++;
            topic.Run ??= RunAsync(topic);
            return new(topic, () => Leave(name, topic));
        }
    }

    private void Leave(string name, Topic topic)
    {
        lock (_gate)
        {
            _watchers--;
            if (--topic.Watchers > 0)
                return;
            topic.Stop.Cancel();
            _topics.TryRemove(KeyValuePair.Create(name, topic));
        }
    }

    private async Task RunAsync(Topic topic)
    {
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            topic.Stop.Token, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                var before = topic.Newest;
                await MakeAsync(topic, stop.Token);
                await Task.Delay(
                    topic.Newest?.At == before?.At ? EveryWhileStanding : Every, machine, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            topic.Show(topic.Newest);
        }
    }

    private async Task MakeAsync(Topic topic, CancellationToken stop)
    {
        try
        {
            topic.Show(await topic.Make(stop));
        }
        catch (Exception e) when (e is ReadingStoreException or SqliteException)
        {
            topic.IsStale = true;
            Log.NotMade(log, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The loop's edge: a bug in one page's values ends neither its stream nor others'.
            topic.IsStale = true;
            Log.Broken(log, e);
        }
    }

    /// <summary>What is watched under one name.</summary>
    internal sealed class Topic(Func<CancellationToken, Task<LiveFrame>> make)
    {
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<CancellationToken, Task<LiveFrame>> Make => make;

        public CancellationTokenSource Stop { get; } = new();

        public int Watchers { get; set; }

        public Task? Run { get; set; }

        public LiveFrame? Newest { get; private set; }

        /// <summary>The newest frame could not be followed by another one: what it shows is old.</summary>
        public bool IsStale { get; set; }

        /// <summary>Completes when there is a newer frame than now.</summary>
        public Task Next => Volatile.Read(ref _next).Task;

        public void Show(LiveFrame? frame)
        {
            Newest = frame;
            IsStale = false;
            Interlocked.Exchange(
                ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>One who watches. For one task at a time.</summary>
    internal sealed class Watcher(Topic topic, Action leave) : IDisposable
    {
        private LiveFrame? _seen;

        /// <summary>
        /// The newest frame, as soon as there is one that was not seen; null when there is none within a time.
        /// </summary>
        public async Task<LiveFrame?> NextAsync(TimeSpan max, MachineTime machine, CancellationToken stop)
        {
            var next = topic.Next;
            if (ReferenceEquals(topic.Newest, _seen))
            {
                try
                {
                    await next.WaitAsync(max, machine, stop);
                }
                catch (TimeoutException)
                {
                    return null;
                }
            }
            if (ReferenceEquals(topic.Newest, _seen))
                return null;
            _seen = topic.Newest;
            return _seen;
        }

        /// <inheritdoc cref="Topic.IsStale"/>
        public bool IsStale => topic.IsStale;

        public void Dispose() => leave();
    }

    private static partial class Log
    {
        [LoggerMessage(301, LogLevel.Warning, "Pages that are watched are not kept up to date: {Why}")]
        public static partial void NotMade(ILogger log, string why);

        [LoggerMessage(302, LogLevel.Error, "Pages that are watched are not kept up to date: report this as a bug.")]
        public static partial void Broken(ILogger log, Exception error);
    }
}
