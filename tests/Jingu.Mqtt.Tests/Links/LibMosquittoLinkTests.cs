using Jingu.Mqtt.Links.LibMosquitto;

namespace Jingu.Mqtt.Tests.Links;

public sealed class LibMosquittoLinkTests : LinkContract
{
    protected override Task<ILinkBroker> StartBrokerAsync() =>
        RealBroker.StartAsync((options, received) => new LibMosquittoLink(options, received));
}
