using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jingu.Yaml;

/// <summary>
/// A mapping of a YAML file, read key by key. Whatever is missing, of the wrong kind or not asked for ends in a
/// <see cref="ConfigurationException"/> with file, line and key. Not safe for several threads.
/// </summary>
public sealed class YamlMap
{
    /// <summary>Larger files are no configuration.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private YamlMap(string file, string path, YamlMappingNode node) => (_file, _path, _node) = (file, path, node);

    /// <summary>The line the mapping begins at.</summary>
    public long Line => _node.Start.Line;

    /// <summary>Reads a file whose root is a mapping.</summary>
    public static YamlMap Load(string file)
    {
        string text;
        try
        {
            text = new FileInfo(file).Length <= BytesMax
                ? File.ReadAllText(file)
                : throw new ConfigurationException(file, $"is larger than {BytesMax} bytes: is it the right file?");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                file, $"cannot be read ({e.Message}): check the path and who may read it.");
        }
        return Parse(text, file);
    }

    /// <summary>Reads text; <paramref name="file"/> is named in complaints.</summary>
    public static YamlMap Parse(string text, string file)
    {
        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            stream.Load(parser);
        }
        catch (YamlException e)
        {
            var why = e.InnerException?.Message ?? e.Message;
            throw new ConfigurationException(
                file, e.Start.Line, "", $"is not YAML ({why}): check indentation and quotes there.");
        }
        catch (InvalidOperationException)
        {
            // The scanner of YamlDotNet 16 throws this, without a line, where a flow list or mapping is not closed.
            throw new ConfigurationException(
                file, parser.Current?.End.Line ?? 1, "", "is not YAML: a '[' or '{' is not closed, close it.");
        }
        return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
            ? new(file, "", root)
            : throw new ConfigurationException(file, 1, "", "must hold one mapping of 'key: value' lines.");
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string key) => Find(key) is { } node
        ? TextOf(key, node)
        : throw Complaint(key, "is missing: add it.");

    public string Text(string key, string otherwise) => Find(key) is { } node ? TextOf(key, node) : otherwise;

    /// <summary>
    /// A text turned into something else; a <see cref="FormatException"/> becomes a complaint about this line.
    /// </summary>
    public T Parsed<T>(string key, Func<string, T> parse) => Parse(key, Text(key), parse);

    /// <summary>One text or a list of them, each turned into something else as <see cref="Parsed"/> does.</summary>
    public IReadOnlyList<T> ParsedEach<T>(string key, Func<string, T> parse) => Find(key) is YamlSequenceNode list
        ? [.. list.Children.Select(item => Parse(key, TextOf(key, item), parse))]
        : [Parsed(key, parse)];

    public long Number(string key, long min, long max) => Checked(key, Text(key), min, max);

    public long Number(string key, long min, long max, long otherwise) =>
        Has(key) ? Checked(key, Text(key), min, max) : otherwise;

    /// <summary>A time with its unit: 500ms, 1s, 15m, 2h, 3d.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max) => Checked(key, Text(key), min, max);

    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max, TimeSpan otherwise) =>
        Has(key) ? Checked(key, Text(key), min, max) : otherwise;

    /// <summary>One of some words.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> words)
    {
        var text = Text(key);
        return words.TryGetValue(text, out var value)
            ? value
            : throw Complaint(key, $"'{text}' is not known: use one of {string.Join(", ", words.Keys)}.");
    }

    public T Choice<T>(string key, IReadOnlyDictionary<string, T> words, T otherwise) =>
        Has(key) ? Choice(key, words) : otherwise;

    /// <summary>A mapping below, or null where the key is absent.</summary>
    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode node => new(_file, PathOf(key), node),
        var node => throw Complaint(node, key, "must be a mapping of 'key: value' lines."),
    };

    /// <summary>A list of mappings; empty where the key is absent.</summary>
    public IReadOnlyList<YamlMap> List(string key) => List(key, complaint => throw complaint);

    /// <summary>The same; items that are no mapping go to <paramref name="complain"/>, and are left out.</summary>
    public IReadOnlyList<YamlMap> List(string key, Action<ConfigurationException> complain)
    {
        if (Find(key) is not { } node)
            return [];
        if (node is not YamlSequenceNode list)
            throw Complaint(node, key, "must be a list of '- ' items.");
        var maps = new List<YamlMap>();
        for (var i = 0; i < list.Children.Count; i++)
        {
            var item = $"{key}[{i}]";
            if (list.Children[i] is YamlMappingNode map)
                maps.Add(new(_file, PathOf(item), map));
            else
                complain(Complaint(list.Children[i], item, "must be a mapping of 'key: value' pairs."));
        }
        return maps;
    }

    /// <summary>Call when all has been asked for: complains about the first key nobody asked for.</summary>
    public void Done() => Done(complaint => throw complaint);

    /// <summary>The same, about every key nobody asked for.</summary>
    public void Done(Action<ConfigurationException> complain)
    {
        foreach (var (node, _) in _node.Children)
        {
            var key = node.ToString();
            if (node is not YamlScalarNode || !_asked.Contains(key))
            {
                complain(Complaint(
                    node, key, $"is not known here: remove it, or use one of {string.Join(", ", _asked)}."));
            }
        }
    }

    /// <summary>
    /// Complains about the first key that is none of these, before a misspelt key shows as a missing one.
    /// </summary>
    public void Only(IEnumerable<string> keys)
    {
        _asked.UnionWith(keys);
        Done();
    }

    /// <summary>A complaint about this mapping as a whole.</summary>
    public ConfigurationException Complaint(string whatToDo) => new(_file, Line, _path, whatToDo);

    /// <summary>A complaint about a key of this mapping, for rules that reach beyond one value.</summary>
    public ConfigurationException Complaint(string key, string whatToDo) =>
        Complaint(Find(key) ?? _node, key, whatToDo);

    private ConfigurationException Complaint(YamlNode node, string key, string whatToDo) =>
        new(_file, node.Start.Line, PathOf(key), whatToDo);

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }

    private string TextOf(string key, YamlNode node) =>
        node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Complaint(node, key, "needs a value.");

    private T Parse<T>(string key, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw Complaint(key, e.Message);
        }
    }

    private long Checked(string key, string text, long min, long max) =>
        long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= min
            && number <= max
            ? number
            : throw Complaint(key, $"'{text}' must be a whole number from {min} to {max}.");

    private TimeSpan Checked(string key, string text, TimeSpan min, TimeSpan max) =>
        Durations.TryParse(text, out var duration) && duration >= min && duration <= max
            ? duration
            : throw Complaint(
                key, $"'{text}' must be a time from {Durations.Format(min)} to {Durations.Format(max)}, such as "
                    + $"500ms, 1s, 15m or 2h.");
}
