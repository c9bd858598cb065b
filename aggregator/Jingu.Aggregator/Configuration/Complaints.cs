using Jingu.Yaml;

namespace Jingu.Aggregator.Configuration;

/// <summary>
/// Gathers all that is wrong with a file, so that one pass tells everything. What could not be read is a stand-in
/// meanwhile; the stand-ins are never used, because a file with a complaint is refused whole.
/// </summary>
internal sealed class Complaints
{
    private const int Schema = 1;

    private readonly List<ConfigurationException> _all = [];

    /// <summary>Reads a file whose root is a mapping with <c>schema: 1</c>.</summary>
    public static Loaded<T> Load<T>(string file, Func<YamlMap, Complaints, T> read)
    {
        var complaints = new Complaints();
        if (complaints.Try(() => YamlMap.Load(file)) is not { } root)
            return complaints.Failed<T>();
        complaints.Try(() => root.Number("schema", Schema, Schema));
        var value = read(root, complaints);
        root.Done(complaints.Add);
        return complaints._all.Count == 0 ? new Loaded<T>.Ok(value) : complaints.Failed<T>();
    }

    public void Add(ConfigurationException complaint) => _all.Add(complaint);

    /// <summary>What <paramref name="read"/> returns; its type's default, as a stand-in, when it complains.</summary>
    public T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ConfigurationException complaint)
        {
            Add(complaint);
            return default!;
        }
    }

    /// <summary>A list of mappings that must be there; may be empty.</summary>
    public IReadOnlyList<YamlMap> List(YamlMap map, string key)
    {
        if (!map.Has(key))
            Add(map.Complaint(key, "is missing: add it, as [] if it is empty."));
        return Try(() => map.List(key, Add)) ?? [];
    }

    private Loaded<T>.Failed Failed<T>() =>
        new([.. _all.OrderBy(complaint => complaint.Line).Select(complaint => complaint.Message)]);
}
