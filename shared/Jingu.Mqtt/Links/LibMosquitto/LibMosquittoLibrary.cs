namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>The installed libmosquitto.</summary>
internal static class LibMosquittoLibrary
{
    private static readonly Lock Gate = new();
    private static string? _version;

    /// <exception cref="MqttLibraryMissingException">It is not installed.</exception>
    internal static string Version => EnsureInitialised();

    /// <summary>Loads and initialises the library once for the process; it stays so until the process ends.</summary>
    /// <exception cref="MqttLibraryMissingException">It is not installed.</exception>
    internal static string EnsureInitialised()
    {
        lock (Gate)
            return _version ??= Initialise();
    }

    private static string Initialise()
    {
        try
        {
            _ = Native.Initialise();
            _ = Native.Version(out var major, out var minor, out var revision);
            return $"{major}.{minor}.{revision}";
        }
        catch (DllNotFoundException e)
        {
            throw new MqttLibraryMissingException($"{Native.Library} is missing: apt-get install libmosquitto1", e);
        }
    }
}
