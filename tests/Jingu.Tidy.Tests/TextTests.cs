using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Jingu.Tidy.Tests;

/// <summary>
/// What stands on screen: every word comes from the resources, and pages carry neither script nor style.
/// </summary>
public sealed partial class TextTests
{
    private const string Web = "aggregator/Jingu.Aggregator/Web/";

    private static readonly IReadOnlyList<string> Pages =
        [.. Repository.Files.Where(path => path.EndsWith(".cshtml", StringComparison.Ordinal))];

    [Theory]
    [InlineData("Texts.resx")]
    [InlineData("Texts.zh.resx")]
    public void Every_text_that_code_or_a_page_names_is_there(string file)
    {
        var known = Names(file);
        Offenders.None(
            from path in Repository.Files
            where path.StartsWith(Web, StringComparison.Ordinal)
                && Path.GetExtension(path) is (".cs" or ".cshtml")
            from Match named in Named().Matches(Repository.Read(path))
            let name = named.Groups[2].Value
            // A name that is put together is looked for by what it begins with.
            let isThere = named.Groups[3].Success || name.Contains('{', StringComparison.Ordinal)
                ? known.Any(text => text.StartsWith(name.Split('{')[0], StringComparison.Ordinal))
                : known.Contains(name)
            where !isThere
            select $"{path}: {file} has no text named '{name}'");
    }

    [Fact]
    public void A_page_has_no_words_of_its_own() => Offenders.None(
        from path in Pages
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where Han().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [Fact]
    public void A_page_has_no_script_or_style_of_its_own() => Offenders.None(
        from path in Pages
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where Inline().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [Fact]
    public void What_npm_fetches_comes_by_a_lock_without_addresses() => Offenders.None(
        from path in Repository.Files
        where path.EndsWith("package-lock.json", StringComparison.Ordinal)
        where Repository.Read(path).Contains("\"resolved\"", StringComparison.Ordinal)
        select $"{path}: names where packages come from: npm install --omit-lockfile-registry-resolved");

    private static HashSet<string> Names(string file) =>
    [
        .. XDocument.Parse(Repository.Read($"{Web}Resources/{file}")).Root!.Elements("data")
            .Select(text => text.Attribute("name")!.Value),
    ];

    [GeneratedRegex(@"\bTexts\.Get\(\s*(\$?)""([^""]+)""(\s*\+)?")]
    private static partial Regex Named();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"<style|\sstyle=|\son[a-z]+=""|<script(?![^>]*\ssrc=)")]
    private static partial Regex Inline();
}
