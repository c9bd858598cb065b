namespace Jingu.Mqtt.Links.InMemory;

/// <summary>A client of a <see cref="MemoryBroker"/>.</summary>
internal sealed class MemoryLink(MemoryBroker broker, MqttOptions options, Action<MqttMessage> received) : IMqttLink
{
    private readonly TaskCompletionSource<MqttOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _news = new(0);
    private Task _receiving = Task.CompletedTask;

    internal MqttOptions Options => options;

    public Task<MqttOutcome> Ended => _ended.Task;

    public Task<MqttOutcome> ConnectAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var outcome = broker.Connect(this);
        if (outcome is MqttOutcome.Ok)
            _receiving = Task.Run(ReceiveAsync, CancellationToken.None);
        else
            End(outcome);
        return Task.FromResult(outcome);
    }

    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(broker.Publish(this, message));
    }

    public Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult(broker.Subscribe(this, TopicFilter.Parse(filter)));
    }

    public async ValueTask DisposeAsync()
    {
        broker.Disconnect(this);
        End(new MqttOutcome.Lost("Never connected."));
        await _receiving;
        _news.Dispose();
    }

    /// <summary>Something may have come.</summary>
    internal void Notice() => _news.Release();

    internal void End(MqttOutcome reason)
    {
        if (_ended.TrySetResult(reason))
            _news.Release();
    }

    private async Task ReceiveAsync()
    {
        while (!_ended.Task.IsCompleted)
        {
            while (broker.Next(this) is { } message)
            {
#pragma warning disable CA1031 // The edge to a foreign receiver: its exception ends the link, unconfirmed.
                try
                {
                    received(message);
                }
                catch (Exception e)
                {
                    broker.Drop(this, new MqttOutcome.Lost($"The receiver failed: {e.Message}"));
                    return;
                }
#pragma warning restore CA1031
                broker.Confirm(this);
            }
            await _news.WaitAsync();
        }
    }
}
