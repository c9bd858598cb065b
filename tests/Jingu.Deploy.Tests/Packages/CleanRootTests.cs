using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests.Packages;

/// <summary>The packages, installed and run in a root that has nothing but Debian.</summary>
public sealed class CleanRootTests
{
    [CleanRootFact]
    [Trait("Length", "long")]
    public async Task Packages_install_run_upgrade_roll_back_and_purge_in_a_clean_root()
    {
        var folder = Directory.CreateTempSubdirectory("jingu-clean-root-").FullName;
        try
        {
            var (exitCode, said) = await Programs.RunAsync(
                "/bin/bash", Path.Combine(SourceTree.Root, "deploy/build"), "--no-build", "--out", folder);
            Assert.True(exitCode == 0, said);
            (exitCode, said) = await Programs.RunAsync(
                Path.Combine(SourceTree.Root, "tests/Jingu.Deploy.Tests/clean-root"), folder, folder);
            Assert.True(exitCode == 0, said);
            Assert.Equal(7, said.Split('\n').Count(line => line.StartsWith("good: ", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Needs root and mmdebstrap; skipped, and says so, where they are missing.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CleanRootFactAttribute : FactAttribute
    {
        public CleanRootFactAttribute()
        {
            if (!Environment.IsPrivilegedProcess || Programs.OnPath("mmdebstrap") is null)
                Skip = "No clean root here: it takes root and mmdebstrap (apt-get install mmdebstrap).";
        }
    }
}
