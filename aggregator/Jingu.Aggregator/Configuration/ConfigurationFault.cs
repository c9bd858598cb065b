namespace Jingu.Aggregator.Configuration;

/// <summary>One thing that is wrong in a configuration file, with what to do about it.</summary>
/// <param name="File">The file as the operator named it.</param>
/// <param name="Line">From 1; 0 where no line can be told.</param>
/// <param name="Key">The way to the key, such as <c>gateways[2].key</c>; empty for the file as a whole.</param>
internal sealed record ConfigurationFault(string File, long Line, string Key, string Text)
{
    public override string ToString() =>
        File + (Line > 0 ? $", line {Line}" : "") + (Key.Length > 0 ? $", key '{Key}'" : "") + $": {Text}";
}
