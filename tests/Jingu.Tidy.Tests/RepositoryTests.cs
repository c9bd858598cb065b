using System.Buffers;
using System.Text.RegularExpressions;
using Xunit;

namespace Jingu.Tidy.Tests;

/// <summary>
/// What is true of the repository as a whole: what its READMEs promise is there, and nothing of one machine is in it.
/// </summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] TopFolders =
        [".ci", "aggregator", "benchmarks", "deploy", "edge", "shared", "simulators", "tests"];

    private static readonly SearchValues<char> Placeholders = SearchValues.Create("*…{}<>$");
    private static readonly string[] Binary = [".bin", ".db", ".png", ".ico", ".woff2", ".gz", ".pcap"];

    [Fact]
    public void Every_path_that_a_readme_names_exists() => Offenders.None(
        from readme in Repository.Files
        where readme.EndsWith(".md", StringComparison.Ordinal)
        from line in WithoutCodeBlocks(Repository.Lines(readme))
        from named in PathsIn(line.Text)
        where !Repository.Exists(named) && !Repository.Exists(Path.Combine(Path.GetDirectoryName(readme)!, named))
        select $"{readme}:{line.Number}: {named} does not exist");

    [Fact]
    public void Every_test_that_a_readme_names_exists()
    {
        var tests = Repository.Sources.Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(path => MethodName().Matches(Repository.Read(path)).Select(match => match.Groups[1].Value))
            .ToHashSet();
        Offenders.None(
            from readme in Repository.Files
            where readme.EndsWith(".md", StringComparison.Ordinal)
            from line in WithoutCodeBlocks(Repository.Lines(readme))
            from Match name in TestInBackticks().Matches(line.Text)
            where !tests.Contains(name.Groups[1].Value)
            select $"{readme}:{line.Number}: no test is called {name.Groups[1].Value}");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Jingu.slnx");
        Offenders.None(
            from path in Repository.Files
            where path.EndsWith(".csproj", StringComparison.Ordinal)
            where !solution.Contains($"\"{path}\"", StringComparison.Ordinal)
            select $"{path}: not in Jingu.slnx");
    }

    [Fact]
    public void Every_test_project_mirrors_a_project_or_says_what_it_is_for() => Offenders.None(
        from path in Repository.Files
        where path.StartsWith("tests/", StringComparison.Ordinal)
            && path.EndsWith(".Tests.csproj", StringComparison.Ordinal)
        let name = Path.GetFileName(path)[..^".Tests.csproj".Length]
        where name is not ("Jingu.Deploy" or "Jingu.EndToEnd" or "Jingu.Tidy")
        where !Repository.Files.Any(other => other.EndsWith($"/{name}/{name}.csproj", StringComparison.Ordinal))
        select $"{path}: no project {name}");

    [Fact]
    public void The_top_level_folders_are_those_of_the_design() => Offenders.None(
        Repository.Files.Where(path => path.Contains('/', StringComparison.Ordinal)).Select(path => path.Split('/')[0])
            .Distinct().Except(TopFolders).Select(folder => $"{folder}/: not one of {string.Join(' ', TopFolders)}"));

    [Fact]
    public void Nothing_names_a_package_host_or_a_place_of_one_machine() => Offenders.None(
        from path in Repository.Files
        where !Binary.Contains(Path.GetExtension(path))
            && !path.StartsWith("tests/Jingu.Tidy.Tests/", StringComparison.Ordinal)
        from line in Repository.Lines(path).Select((text, index) => (text, number: index + 1))
        where PlaceOfOneMachine().IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}");

    [Fact]
    public void Text_ends_with_one_line_feed_and_has_no_carriage_returns() => Offenders.None(
        from path in Repository.Files
        where !Binary.Contains(Path.GetExtension(path)) && !path.Contains("/testdata/", StringComparison.Ordinal)
        let text = Repository.Read(path)
        where text.Length > 0 && (text.Contains('\r', StringComparison.Ordinal) || !text.EndsWith('\n'))
        select $"{path}: lines end in LF, the last one too");

    [Fact]
    public void Scripts_can_be_executed() => Offenders.None(
        from path in Repository.Files
        where !Binary.Contains(Path.GetExtension(path))
            && Repository.Lines(path).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true
        where !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(Path.Combine(Repository.Root, path)) & UnixFileMode.UserExecute) == 0
        select $"{path}: begins with #! and may not be executed");

    private static IEnumerable<(string Text, int Number)> WithoutCodeBlocks(string[] lines)
    {
        var inBlock = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                inBlock = !inBlock;
            else if (!inBlock)
                yield return (lines[i], i + 1);
        }
    }

    /// <summary>
    /// Links to files, and words in backticks that begin with a top-level folder or './': those are promises.
    /// What holds a placeholder, a wildcard or an ellipsis is none; an argument after a command is left out.
    /// </summary>
    private static IEnumerable<string> PathsIn(string line)
    {
        var links = Link().Matches(line).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));
        var words = Backticked().Matches(line).Select(match => match.Groups[1].Value.Split(' ')[0])
            .Where(word => word.StartsWith("./", StringComparison.Ordinal)
                || TopFolders.Any(folder => word.StartsWith(folder + "/", StringComparison.Ordinal)));
        return links.Concat(words)
            .Select(path => LineNumber().Replace(path, ""))
            .Where(path => !path.AsSpan().ContainsAny(Placeholders) && !path.Contains("...", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticked();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex LineNumber();

    [GeneratedRegex("`(?:\\w+\\.)?([A-Z][a-z0-9]*(?:_[A-Za-z0-9]+){2,})`")]
    private static partial Regex TestInBackticks();

    [GeneratedRegex(@"^\s+public (?:async )?(?:void|Task|ValueTask) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex MethodName();

    [GeneratedRegex(
        @"(?<![\w.])/(work|root|home/\w+)/|nuget\.org|npmjs\.|pypi\.|crates\.io|mcr\.microsoft|docker\.io|ghcr\.io"
        + @"|deb\.debian|index\.json|/etc/apt|artifactory|registry=")]
    private static partial Regex PlaceOfOneMachine();
}
