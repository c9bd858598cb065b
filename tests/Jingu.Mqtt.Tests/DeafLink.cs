using System.Collections.Concurrent;
using Jingu.Mqtt.Links;

namespace Jingu.Mqtt.Tests;

/// <summary>A link whose broker stops answering: publishes wait, and closing never ends.</summary>
internal sealed class DeafLink : IMqttLink
{
    private readonly ConcurrentQueue<TaskCompletionSource<MqttOutcome>> _published = [];

    public bool NeverConnects { get; init; }

    public bool IsDisposed { get; private set; }

    public int UnderWay => _published.Count;

    public Task<MqttOutcome> Ended { get; } = new TaskCompletionSource<MqttOutcome>().Task;

    public Task<MqttOutcome> ConnectAsync(CancellationToken stop) =>
        NeverConnects
            ? new TaskCompletionSource<MqttOutcome>().Task.WaitAsync(stop)
            : Task.FromResult<MqttOutcome>(new MqttOutcome.Ok());

    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        var published = new TaskCompletionSource<MqttOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _published.Enqueue(published);
        return published.Task.WaitAsync(stop);
    }

    public Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop) =>
        Task.FromResult<MqttOutcome>(new MqttOutcome.Ok());

    public bool Answer(int max)
    {
        for (; max > 0 && _published.TryDequeue(out var published); max--)
            published.SetResult(new MqttOutcome.Ok());
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        IsDisposed = true;
        await new TaskCompletionSource().Task;
    }
}
