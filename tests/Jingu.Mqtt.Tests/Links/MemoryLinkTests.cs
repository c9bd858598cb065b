using Jingu.Mqtt.Links;
using Jingu.Mqtt.Links.InMemory;
using Jingu.Time;

namespace Jingu.Mqtt.Tests.Links;

public sealed class MemoryLinkTests : LinkContract
{
    protected override Task<ILinkBroker> StartBrokerAsync() =>
        Task.FromResult<ILinkBroker>(new InProcess(new MemoryBroker(MachineTime.OfThisMachine)));

    private sealed class InProcess(MemoryBroker broker) : ILinkBroker
    {
        public MqttLinkFactory Factory => broker.Factory;

        public int Port => 1883;

        public int CuttablePort => 1883;

        public Task KillAsync()
        {
            broker.Stop();
            return Task.CompletedTask;
        }

        public Task StartAgainAsync()
        {
            broker.Start();
            return Task.CompletedTask;
        }

        public void Cut(string clientId) => broker.Cut(clientId);

        public ValueTask DisposeAsync()
        {
            broker.Stop();
            return ValueTask.CompletedTask;
        }
    }
}
