using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests.Packages;

/// <summary>The packages of gateway and aggregator, packed once from what this build made, and unpacked.</summary>
public sealed class BuiltPackages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-packages-").FullName;

    /// <summary>The file of a package.</summary>
    public string FileOf(string package) => Directory.GetFiles(_folder, $"{package}_*.deb").Single();

    /// <summary>The unpacked files of a package, with DEBIAN beside them.</summary>
    public string TreeOf(string package) => Path.Combine(_folder, "tree", package);

    public async Task InitializeAsync()
    {
        var (exitCode, said) = await Programs.RunAsync(
            "/bin/bash", Path.Combine(SourceTree.Root, "deploy/build"), "--no-build", "--out", _folder, "jingu-edge",
            "jingu-aggregator");
        Assert.True(exitCode == 0, said);
        Directory.CreateDirectory(Path.Combine(_folder, "tree"));
        foreach (var package in (string[])["jingu-edge", "jingu-aggregator"])
        {
            (exitCode, said) = await Programs.RunAsync(
                Programs.OnPath("dpkg-deb")!, "-R", FileOf(package), TreeOf(package));
            Assert.True(exitCode == 0, said);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
