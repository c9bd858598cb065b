using System.Collections.Concurrent;
using System.Text;
using Jingu.Testing;

namespace Jingu.Mqtt.Tests.Links;

/// <summary>Collects what a link receives.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentQueue<MqttMessage> _messages = [];

    public void Add(MqttMessage message) => _messages.Enqueue(message);

    public IReadOnlyList<MqttMessage> Messages => [.. _messages];

    public IReadOnlyList<string> Texts =>
        [.. _messages.Select(message => Encoding.UTF8.GetString(message.Payload.Span))];

    public Task HasAsync(int count, TimeSpan? max = null) =>
        Eventually.UntilAsync(() => _messages.Count >= count, max, $"{count} messages received");
}
