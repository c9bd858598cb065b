using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>What <c>jingu-edge --version</c> says: the program, its driver set and the library per seam.</summary>
internal sealed record EdgeVersion(string Drivers, ImmutableSortedDictionary<string, string> Libraries)
{
    private const string DriversWord = "drivers";

    /// <summary>Reads the lines <c>drivers: native</c> and <c>seam: library</c>.</summary>
    public static EdgeVersion Parse(string text)
    {
        var lines = text.Split('\n')
            .Select(line => line.Split(": ", 2))
            .Where(words => words.Length == 2)
            .ToImmutableSortedDictionary(words => words[0].Trim(), words => words[1].Trim());
        return new(lines.GetValueOrDefault(DriversWord, "unknown"), lines.Remove(DriversWord));
    }
}
