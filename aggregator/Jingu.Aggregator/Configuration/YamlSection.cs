using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Jingu.Aggregator.Configuration;

/// <summary>
/// One mapping of a YAML file. Reading a key that is missing or wrong records a fault and returns a stand-in, so that
/// one pass finds everything; the stand-ins are never used, because a file with a fault is refused whole.
/// </summary>
internal sealed class YamlSection(string file, string path, YamlMappingNode node, List<ConfigurationFault> faults)
{
    private readonly HashSet<string> _asked = [];

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text that must be there and not be empty.</summary>
    public string Text(string key)
    {
        if (Scalar(key) is { Length: > 0 } text)
            return text;
        Fault(key, Find(key) is null ? "is missing: add it" : "needs a value: write one behind the colon");
        return "";
    }

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    public int Number(string key, int min, int max)
    {
        var text = Text(key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }
        if (text.Length > 0)
            Fault(key, $"'{text}' is not a whole number from {min} to {max}: write one");
        return min;
    }

    /// <summary>An id, by its own constructor's rule.</summary>
    public T Id<T>(string key, Func<string, T> make)
        where T : struct
    {
        var text = Text(key);
        try
        {
            return text.Length == 0 ? default : make(text);
        }
        catch (FormatException e)
        {
            Fault(key, e.Message);
            return default;
        }
    }

    /// <summary>One of a few words.</summary>
    public T Word<T>(string key, IReadOnlyDictionary<string, T> words)
    {
        var text = Text(key);
        if (words.TryGetValue(text, out var value))
            return value;
        if (text.Length > 0)
            Fault(key, $"'{text}' is not known: use one of {string.Join(", ", words.Keys)}");
        return words.Values.First();
    }

    public YamlSection? Section(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return new(file, PathOf(key), mapping, faults);
            default:
                Fault(key, "is a mapping: write its keys indented below it");
                return null;
        }
    }

    /// <summary>A list of mappings that must be there; may be empty.</summary>
    public IEnumerable<YamlSection> List(string key)
    {
        if (Find(key) is not YamlSequenceNode sequence)
        {
            Fault(
                key,
                Find(key) is null
                    ? "is missing: add it, as [] if it is empty"
                    : "is a list: begin its items with '- '");
            yield break;
        }
        for (var i = 0; i < sequence.Children.Count; i++)
        {
            var place = $"{PathOf(key)}[{i + 1}]";
            if (sequence.Children[i] is YamlMappingNode mapping)
                yield return new(file, place, mapping, faults);
            else
                faults.Add(new(file, LineOf(sequence.Children[i]), place, "is a mapping: write 'key: value' pairs"));
        }
    }

    /// <summary>Every key that nobody asked for is a fault: a misspelt key must not be taken for a default.</summary>
    public void NoMore()
    {
        foreach (var (key, _) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!_asked.Contains(name))
                faults.Add(new(file, LineOf(key), PathOf(name), $"is not known here: use {string.Join(", ", _asked)}"));
        }
    }

    public void Fault(string key, string text) =>
        faults.Add(new(file, LineOf((YamlNode?)Find(key) ?? node), PathOf(key), text));

    private string? Scalar(string key) => (Find(key) as YamlScalarNode)?.Value;

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static long LineOf(YamlNode node) => node.Start.Line;
}
