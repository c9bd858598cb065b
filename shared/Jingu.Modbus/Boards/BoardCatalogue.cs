using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Yaml;

namespace Jingu.Modbus.Boards;

/// <summary>The boards that came with the product (Boards/*.yaml). Safe from any thread.</summary>
public static class BoardCatalogue
{
    /// <summary>Resources of boards begin with it.</summary>
    private const string Prefix = "boards/";

    private static readonly Lazy<FrozenDictionary<string, BoardProfile>> BuiltIn = new(Load);

    /// <summary>Their names, sorted.</summary>
    public static ImmutableArray<string> Names => [.. BuiltIn.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The board of this name; null when there is none.</summary>
    public static BoardProfile? Find(string name) => BuiltIn.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, BoardProfile> Load()
    {
        var assembly = typeof(BoardCatalogue).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return BoardReader.Read(YamlMap.Parse(text.ReadToEnd(), name));
            })
            .ToFrozenDictionary(board => board.Name);
    }
}
