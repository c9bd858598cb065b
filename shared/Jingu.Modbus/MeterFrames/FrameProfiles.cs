using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jingu.Modbus.MeterFrames;

/// <summary>The profiles of DL/T 645 and CJ/T 188 meters that came with the product. Safe from any thread.</summary>
public static class FrameProfiles
{
    private const string Prefix = "meter-frames/";

    private static readonly Lazy<FrozenDictionary<string, FrameProfile>> BuiltIn = new(Load);

    /// <summary>The profile of this name; null when there is none.</summary>
    public static FrameProfile? Find(string name) => BuiltIn.Value.GetValueOrDefault(name);

    /// <summary>The names of a protocol's profiles, sorted.</summary>
    public static ImmutableArray<string> NamesOf(FrameProtocol protocol) =>
    [
        .. BuiltIn.Value.Values.Where(profile => profile.Protocol == protocol).Select(profile => profile.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static FrozenDictionary<string, FrameProfile> Load()
    {
        var assembly = typeof(FrameProfiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return FrameProfileReader.Read(text.ReadToEnd(), name);
            })
            .ToFrozenDictionary(profile => profile.Name);
    }
}
