using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Yaml;

namespace Jingu.Modbus.Profiles;

/// <summary>The profiles that came with the product (Profiles/*.yaml). Safe from any thread.</summary>
public static class ProfileCatalogue
{
    private static readonly Lazy<FrozenDictionary<string, DeviceProfile>> BuiltIn = new(LoadBuiltIn);

    /// <summary>The names of the profiles that came with the product, sorted.</summary>
    public static ImmutableArray<string> Names => [.. BuiltIn.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The profile of this name; null when there is none.</summary>
    public static DeviceProfile? Find(string name) => BuiltIn.Value.GetValueOrDefault(name);

    /// <summary>
    /// Reads a profile of somebody's own; throws <see cref="ConfigurationException"/> that names file, line and key and
    /// says what belongs there.
    /// </summary>
    public static DeviceProfile Load(string file) => ProfileReader.Read(YamlMap.Load(file));

    private static FrozenDictionary<string, DeviceProfile> LoadBuiltIn()
    {
        var assembly = typeof(ProfileCatalogue).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal));
        return files.Select(name =>
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return ProfileReader.Read(YamlMap.Parse(text.ReadToEnd(), name));
        }).ToFrozenDictionary(profile => profile.Name);
    }
}
