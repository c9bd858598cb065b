using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads a YAML file whose root is a mapping with <c>schema: 1</c>.</summary>
internal static class YamlFile
{
    private const int Schema = 1;

    public static Loaded<T> Load<T>(string file, Func<YamlSection, T> read)
    {
        var faults = new List<ConfigurationFault>();
        if (Root(file, faults) is not { } root)
            return new Loaded<T>.Failed([.. faults]);
        root.Number("schema", Schema, Schema);
        var value = read(root);
        root.NoMore();
        return faults.Count == 0
            ? new Loaded<T>.Ok(value)
            : new Loaded<T>.Failed([.. faults.OrderBy(fault => fault.Line)]);
    }

    private static YamlSection? Root(string file, List<ConfigurationFault> faults)
    {
        try
        {
            using var reader = new StreamReader(file);
            return Parse(reader, file, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(file, 0, "", $"cannot be read: {e.Message} Name an existing file that this user may read"));
            return null;
        }
    }

    private static YamlSection? Parse(TextReader reader, string file, List<ConfigurationFault> faults)
    {
        var parser = new Parser(reader);
        try
        {
            var yaml = new YamlStream();
            yaml.Load(parser);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
                return new(file, "", root, faults);
            faults.Add(new(file, 1, "", "holds no mapping: begin with 'schema: 1'"));
        }
        catch (YamlException e)
        {
            faults.Add(NotYaml(file, e.Start.Line, e.InnerException?.Message ?? e.Message));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3.0 throws this, without a place, for an unclosed '[' or '{'.
            faults.Add(NotYaml(file, parser.Current?.End.Line ?? 1, "a '[' or '{' is not closed"));
        }
        return null;
    }

    private static ConfigurationFault NotYaml(string file, long line, string why) =>
        new(
            file, line, "",
            $"is not YAML from here: {why.TrimEnd('.')}. Correct this line (look at indentation, quotes and ':')");
}
