using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Jingu.Aggregator.Web.OpenApi;

/// <summary>
/// What the code's own comments say of a method, from the documentation file that the compiler writes beside the
/// program; nothing where that file is absent. Immutable, safe from any thread.
/// </summary>
internal sealed partial class CodeSummaries
{
    private readonly Dictionary<string, string> _summaries = [];

    public CodeSummaries()
    {
        var file = Path.Combine(
            AppContext.BaseDirectory, typeof(CodeSummaries).Assembly.GetName().Name + ".xml");
        if (!File.Exists(file))
            return;
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            // Handlers are not overloaded, so a name without parameters tells them apart.
            var name = ((string)member.Attribute("name")!).Split('(')[0];
            if (name.StartsWith("M:", StringComparison.Ordinal) && member.Element("summary") is { } summary)
                _summaries[name[2..]] = TextOf(summary);
        }
    }

    public string? Of(MethodInfo method) =>
        _summaries.GetValueOrDefault($"{method.DeclaringType?.FullName?.Replace('+', '.')}.{method.Name}");

    /// <summary>References become the last part of the name that they refer to.</summary>
    private static string TextOf(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
        {
            reference.ReplaceWith(
                ((string?)reference.Attribute("cref"))?.Split('(')[0].Split('.', ':')[^1] ?? reference.Value);
        }
        return White().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}
