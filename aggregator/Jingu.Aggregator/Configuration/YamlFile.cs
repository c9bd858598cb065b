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
        return faults.Count == 0 ? new Loaded<T>.Ok(value) : new Loaded<T>.Failed([.. faults.OrderBy(fault => fault.Line)]);
    }

    private static YamlSection? Root(string file, List<ConfigurationFault> faults)
    {
        try
        {
            using var reader = new StreamReader(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
                return new(file, "", root, faults);
            faults.Add(new(file, 1, "", "holds no mapping: begin with 'schema: 1'"));
        }
        catch (YamlException e)
        {
            var why = e.InnerException?.Message ?? e.Message;
            faults.Add(new(file, e.Start.Line, "", $"is not YAML from here: {why.TrimEnd('.')}. Correct this line (look at indentation, quotes and ':')"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(file, 0, "", $"cannot be read: {e.Message} Name an existing file that this user may read"));
        }
        return null;
    }
}
