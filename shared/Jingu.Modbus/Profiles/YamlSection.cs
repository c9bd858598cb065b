using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// A mapping of a profile's file. Every key must be known and every value must parse, else a sentence says where and
/// what.
/// </summary>
internal sealed class YamlSection
{
    private readonly string _file;
    private readonly string _what;
    private readonly YamlMappingNode _node;

    private YamlSection(string file, string what, YamlMappingNode node) => (_file, _what, _node) = (file, what, node);

    public static YamlSection Of(string file, string what, YamlNode node, ImmutableArray<string> keys)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw new ProfileException(
                $"{file}, line {node.Start.Line}: {what} is a mapping of {string.Join(", ", keys)}.");
        }
        foreach (var (key, _) in mapping.Children)
        {
            if (!keys.Contains(key.ToString()))
            {
                throw new ProfileException(
                    $"{file}, line {key.Start.Line}, key {key}: {what} has only {string.Join(", ", keys)}.");
            }
        }
        return new YamlSection(file, what, mapping);
    }

    public bool Has(string key) => _node.Children.ContainsKey(key);

    public YamlSection Section(string key, ImmutableArray<string> keys) => Of(_file, key, Node(key), keys);

    public IEnumerable<YamlSection> Sections(string key, string what, ImmutableArray<string> keys) =>
        Node(key) is YamlSequenceNode list ? list.Select(node => Of(_file, what, node, keys))
        : throw Wrong(key, "a list belongs here");

    public string Text(string key) => Node(key) is YamlScalarNode { Value.Length: > 0 } scalar
        ? scalar.Value
        : throw Wrong(key, "a value belongs here");

    /// <summary>One value or a list of them.</summary>
    public ImmutableArray<string> Texts(string key) => Node(key) switch
    {
        YamlScalarNode { Value.Length: > 0 } scalar => [scalar.Value],
        YamlSequenceNode list => [.. list.Select(node => node.ToString())],
        _ => throw Wrong(key, "a value or a list of values belongs here"),
    };

    public ushort Register(string key) => ParseRegister(key, Text(key));

    public ImmutableArray<ushort> Registers(string key) => [.. Texts(key).Select(text => ParseRegister(key, text))];

    public int Integer(string key) => int.TryParse(Text(key), CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Wrong(key, $"'{Text(key)}' is no whole number");

    public long Long(string key) => long.TryParse(Text(key), CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Wrong(key, $"'{Text(key)}' is no whole number");

    public decimal Decimal(string key) =>
        decimal.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(key, $"'{Text(key)}' is no number");

    public ProfileException Wrong(string key, string sentence) =>
        new($"{_file}, line {(Has(key) ? _node.Children[key] : _node).Start.Line}, key {key}: {sentence}.");

    public ProfileException Wrong(string sentence) => new($"{_file}, line {_node.Start.Line}: {_what}: {sentence}.");

    private ushort ParseRegister(string key, string text) => TryHex(text, out var bits) && bits <= ushort.MaxValue
        ? (ushort)bits
        : throw Wrong(key, $"'{text}' is no register address: use 0 to 65535 or 0x0000 to 0xFFFF");

    public static bool TryHex(string text, out ulong bits) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bits)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits);

    private YamlNode Node(string key) => _node.Children.TryGetValue(key, out var node)
        ? node
        : throw Wrong(key, $"is missing in {_what}: it is mandatory");
}
