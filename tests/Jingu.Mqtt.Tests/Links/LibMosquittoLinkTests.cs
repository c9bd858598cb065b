using Jingu.Mqtt.Links;
using Jingu.Mqtt.Links.LibMosquitto;

namespace Jingu.Mqtt.Tests.Links;

public sealed class LibMosquittoLinkTests : LibraryContract
{
    protected override MqttLinkFactory Library => (options, received) => new LibMosquittoLink(options, received);
}
