using System.Text.RegularExpressions;
using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests;

/// <summary><c>deploy/licences</c> on what was restored here, and on packages that were planted.</summary>
public sealed partial class LicencesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-licences-").FullName;

    private string Page => Path.Combine(_folder, "THIRD-PARTY.md");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_library_that_is_shipped_here_may_be_shipped_and_is_in_the_page()
    {
        var (exitCode, said) = await LicencesAsync("--out", Page);
        Assert.True(exitCode == 0, said);
        var committed = Names(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "THIRD-PARTY.md")));
        var shipped = Names(await File.ReadAllTextAsync(Page));
        Assert.Contains("NodaTime", shipped);
        Assert.Contains("echarts", shipped);
        Assert.All(shipped, name => Assert.Contains(name, committed));
    }

    [Theory]
    [InlineData("MIT", 0)]
    [InlineData("GPL-2.0-only OR Apache-2.0", 0)]
    [InlineData("GPL-3.0-only", 1)]
    [InlineData("MIT AND AGPL-3.0-only", 1)]
    [InlineData("LGPL-2.1-only", 1)]
    [InlineData(null, 1)]
    public async Task A_planted_package_is_refused_by_name_unless_its_licence_is_accepted(string? licence, int expected)
    {
        Plant(licence);
        var (exitCode, said) = await LicencesAsync("--assets", Path.Combine(_folder, "assets.json"), "--out", Page);
        Assert.True(exitCode == expected, said);
        Assert.Equal(expected == 0, File.Exists(Page));
        if (expected != 0)
            Assert.Contains($"Planted 1.2.3 is under {licence ?? "no licence"}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_out_of_date_is_found()
    {
        Plant("MIT");
        string[] asked = ["--assets", Path.Combine(_folder, "assets.json"), "--out", Page];
        Assert.Equal(1, (await LicencesAsync([.. asked, "--check"])).ExitCode);
        Assert.Equal(0, (await LicencesAsync(asked)).ExitCode);
        Assert.Equal(0, (await LicencesAsync([.. asked, "--check"])).ExitCode);
    }

    private void Plant(string? licence)
    {
        var package = Directory.CreateDirectory(Path.Combine(_folder, "packages/planted/1.2.3")).FullName;
        var named = licence is null ? "" : $"<license type=\"expression\">{licence}</license>";
        File.WriteAllText(
            Path.Combine(package, "planted.nuspec"),
            $"<package><metadata><id>Planted</id><authors>Nobody</authors>{named}</metadata></package>");
        File.WriteAllText(Path.Combine(_folder, "assets.json"), $$$"""
            {
              "packageFolders": {"{{{_folder}}}/packages": {}},
              "libraries": {"Planted/1.2.3": {"path": "planted/1.2.3"}},
              "targets": {"net10.0": {"Planted/1.2.3": {"type": "package", "runtime": {"lib/Planted.dll": { } } } } }
            }
            """);
    }

    private static Task<(int ExitCode, string Said)> LicencesAsync(params string[] arguments) =>
        Programs.RunAsync(Path.Combine(SourceTree.Root, "deploy/licences"), arguments);

    private static List<string> Names(string page) => [.. Row().Matches(page).Select(row => row.Groups[1].Value)];

    [GeneratedRegex(@"^\| (\S+) \| [0-9]\S* \| \S", RegexOptions.Multiline)]
    private static partial Regex Row();
}
