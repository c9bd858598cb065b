using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Yaml;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// The profiles a gateway can use: those that came with the product, and those in the folder <see cref="FolderName"/>
/// beside its configuration. A profile of a site's own never stands in for one of the product's. Immutable.
/// </summary>
public sealed class SiteProfiles
{
    public const string FolderName = "profiles";

    private readonly FrozenDictionary<string, DeviceProfile> _own;

    private SiteProfiles(FrozenDictionary<string, DeviceProfile> own) => _own = own;

    /// <summary>All names, sorted.</summary>
    public ImmutableArray<string> Names => [.. ProfileCatalogue.Names.Concat(_own.Keys).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Reads all <c>*.yaml</c> and <c>*.yml</c> in the folder <c>profiles</c> of <paramref name="folder"/>, where there
    /// is one; throws <see cref="ConfigurationException"/> for a profile that is wrong, or has the name of another.
    /// </summary>
    public static SiteProfiles Beside(string folder)
    {
        var own = new Dictionary<string, (DeviceProfile Profile, string File)>();
        foreach (var file in FilesIn(Path.Combine(folder, FolderName)))
        {
            var profile = ProfileCatalogue.Load(file);
            if (ProfileCatalogue.Find(profile.Name) is not null)
            {
                throw new ConfigurationException(
                    file, $"profile '{profile.Name}' came with the product: give this one a name of its own.");
            }
            if (!own.TryAdd(profile.Name, (profile, file)))
            {
                throw new ConfigurationException(
                    file, $"profile '{profile.Name}' is also in {own[profile.Name].File}: rename one of them.");
            }
        }
        return new(own.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Profile));
    }

    /// <summary>The profile of this name; null when there is none.</summary>
    public DeviceProfile? Find(string name) => ProfileCatalogue.Find(name) ?? _own.GetValueOrDefault(name);

    private static IEnumerable<string> FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order()
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                folder, $"cannot be read ({unreadable.Message}): check who may read it.");
        }
    }
}
