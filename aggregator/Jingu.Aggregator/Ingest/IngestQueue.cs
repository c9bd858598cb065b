using System.Collections.Immutable;
using System.Threading.Channels;
using Jingu.Mqtt;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Messages between the broker's thread and the one worker. Full means: dropped and counted; nothing is lost by that,
/// because the gateway sends again what is not acknowledged. Adding is safe from any thread; taking is the worker's.
/// </summary>
internal sealed class IngestQueue(IngestMetrics metrics)
{
    /// <summary>Enough for every gateway's send windows of the largest site here; at 64 KiB a batch 32 MiB.</summary>
    public const int MessagesMax = 512;

    /// <summary>Messages that share one write to each store.</summary>
    public const int DrainMax = 64;

    private static readonly MqttMessage Wake = new("", default);

    private readonly Channel<MqttMessage> _messages = Channel.CreateBounded<MqttMessage>(
        new BoundedChannelOptions(MessagesMax) { SingleReader = true });

    private volatile bool _takeUpAsked;

    public void Add(MqttMessage message)
    {
        metrics.Received();
        if (!_messages.Writer.TryWrite(message))
            metrics.Dropped();
    }

    /// <summary>Asks the worker to look at parked batches again.</summary>
    public void AskTakeUp()
    {
        _takeUpAsked = true;
        // In a full queue something else wakes the worker.
        _messages.Writer.TryWrite(Wake);
    }

    /// <summary>Waits for something to do and takes what is there, at most <see cref="DrainMax"/> messages.</summary>
    public async Task<(ImmutableArray<MqttMessage> Messages, bool TakeUp)> TakeAsync(CancellationToken stop)
    {
        await _messages.Reader.WaitToReadAsync(stop);
        var messages = ImmutableArray.CreateBuilder<MqttMessage>();
        while (messages.Count < DrainMax && _messages.Reader.TryRead(out var message))
        {
            if (!ReferenceEquals(message, Wake))
                messages.Add(message);
        }
        var takeUp = _takeUpAsked;
        _takeUpAsked = false;
        return (messages.ToImmutable(), takeUp);
    }
}
