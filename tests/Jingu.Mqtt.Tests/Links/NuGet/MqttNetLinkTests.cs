using Jingu.Mqtt.Links;
using Jingu.Mqtt.Links.NuGet;

namespace Jingu.Mqtt.Tests.Links.NuGet;

public sealed class MqttNetLinkTests : LibraryContract
{
    protected override MqttLinkFactory Library => (options, received) => new MqttNetLink(options, received);
}
