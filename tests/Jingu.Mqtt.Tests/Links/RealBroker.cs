using Jingu.Mqtt.Links;
using Jingu.Testing.Brokers;

namespace Jingu.Mqtt.Tests.Links;

/// <summary>A library against mosquitto.</summary>
internal sealed class RealBroker : ILinkBroker
{
    private readonly MosquittoBroker _broker;
    private readonly TcpRelay _relay;

    private RealBroker(MqttLinkFactory factory, MosquittoBroker broker)
    {
        (Factory, _broker) = (factory, broker);
        _relay = new TcpRelay(broker.Port);
    }

    public MqttLinkFactory Factory { get; }

    public int Port => _broker.Port;

    public int CuttablePort => _relay.Port;

    public static async Task<ILinkBroker> StartAsync(MqttLinkFactory factory) =>
        new RealBroker(factory, await MosquittoBroker.StartAsync());

    public Task KillAsync() => _broker.KillAsync();

    public Task StartAgainAsync() => _broker.StartAgainAsync();

    public void Cut(string clientId) => _relay.Cut();

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
