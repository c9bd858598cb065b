using Jingu.Mqtt.Links;
#if DRIVERS_NUGET
using Jingu.Mqtt.Links.NuGet;
#else
using Jingu.Mqtt.Links.LibMosquitto;
#endif

namespace Jingu.Mqtt;

/// <summary>The MQTT library this build prefers.</summary>
/// <param name="Factory">Makes its links.</param>
/// <param name="Description">Name and version, for <c>--version</c> and <c>up/state</c>: "libmosquitto 2.0.11".</param>
public sealed record MqttLibrary(MqttLinkFactory Factory, string Description)
{
    /// <summary>
    /// MQTTnet where the package feed has it (driver set <c>nuget</c>), else libmosquitto of the operating system.
    /// </summary>
    /// <exception cref="MqttLibraryMissingException">The machine lacks it.</exception>
    public static MqttLibrary Preferred =>
#if DRIVERS_NUGET
        new((options, received) => new MqttNetLink(options, received), MqttNetLink.Description);
#else
        new(
            (options, received) => new LibMosquittoLink(options, received),
            $"libmosquitto {LibMosquittoLibrary.Version}");
#endif
}
