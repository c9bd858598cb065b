using System.Text.RegularExpressions;
using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests;

/// <summary>Who follows a page of <c>deploy/</c> types what it says: every command in it has to be one.</summary>
public sealed partial class PagesTests
{
    [Theory]
    [InlineData("Jingu.Edge", "jingu-edge", 10)]
    [InlineData("Jingu.Aggregator", "jingu-aggregator", 2)]
    public async Task Every_command_that_a_page_names_exists_with_its_options(string project, string program, int least)
    {
        var named = Directory.EnumerateFiles(
                Path.Combine(SourceTree.Root, "deploy"), "*.md", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .SelectMany(line => Command().Matches(line))
            .Where(match => match.Groups[1].Value == program)
            .Select(match => (
                Command: match.Groups[2].Value,
                Options: Option().Matches(match.Groups[3].Value).Select(option => option.Value).ToList()))
            .ToList();
        var commands = named.Select(each => each.Command).Distinct().ToList();
        Assert.True(commands.Count >= least, $"only {string.Join(", ", commands)} were found");
        foreach (var command in commands)
        {
            var (exitCode, help) = await Programs.RunAsync(
                Programs.Built(project, program), [.. command.Split(' '), "--help"]);
            Assert.True(exitCode == 0, $"{program} {command}: {help}");
            Assert.All(
                named.Where(each => each.Command == command).SelectMany(each => each.Options),
                option => Assert.Contains(option, help, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"(jingu-edge|jingu-aggregator)(?:\.dll)? ([a-z][a-z-]+(?: add)?)([^#`|]*)")]
    private static partial Regex Command();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
