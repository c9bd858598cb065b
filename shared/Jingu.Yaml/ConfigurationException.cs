namespace Jingu.Yaml;

/// <summary>
/// A file that a person wrote cannot be used. The message names file, line and key and says what to do.
/// </summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string file, long line, string key, string whatToDo)
        : base($"{file}:{line}: {(key.Length == 0 ? "" : key + ": ")}{whatToDo}") =>
        Line = line;

    public ConfigurationException(string file, string whatToDo)
        : base($"{file}: {whatToDo}")
    {
    }

    /// <summary>From 1; 0 where it is about the file as a whole.</summary>
    public long Line { get; }
}
