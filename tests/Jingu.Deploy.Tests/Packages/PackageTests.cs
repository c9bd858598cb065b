using System.Runtime.Versioning;
using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests.Packages;

/// <summary>What is inside the packages; that they install and start is shown by CleanRootTests.</summary>
[SupportedOSPlatform("linux")]
public sealed class PackageTests(BuiltPackages packages) : IClassFixture<BuiltPackages>
{
    /// <summary>ELF's e_machine: x86-64, AArch64, ARM.</summary>
    private static readonly (string Runtime, byte Machine)[] Machines =
        [("linux-x64", 62), ("linux-arm64", 183), ("linux-arm", 40)];

    [Theory]
    [InlineData("jingu-edge", "libmosquitto1")]
    [InlineData("jingu-edge", "adduser")]
    [InlineData("jingu-aggregator", "libmosquitto1")]
    [InlineData("jingu-aggregator", "libicu72 | libicu74 | libicu76")]
    public void What_a_package_needs_of_the_OS_is_in_its_control_file(string package, string need)
    {
        var control = File.ReadAllLines(Path.Combine(packages.TreeOf(package), "DEBIAN/control"));
        Assert.Contains("Architecture: all", control);
        Assert.Contains("Version: 0.1.0", control);
        Assert.Contains(need, control.Single(line => line.StartsWith("Depends:", StringComparison.Ordinal))[9..]
            .Split(", "));
    }

    [Theory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public void SQLite_is_there_for_exactly_the_three_architectures(string package)
    {
        var runtimes = Path.Combine(packages.TreeOf(package), "usr/lib", package, "runtimes");
        Assert.Equal(
            Machines.Select(machine => machine.Runtime).Order(),
            Directory.GetDirectories(runtimes).Select(Path.GetFileName).Order());
        Assert.All(Machines, machine =>
        {
            var library = File.ReadAllBytes(Path.Combine(runtimes, machine.Runtime, "native/libe_sqlite3.so"));
            Assert.Equal(0x7F, library[0]);
            Assert.Equal(machine.Machine, library[18]);
        });
    }

    [Theory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public void Nothing_in_it_is_bound_to_the_machine_that_built_it(string package)
    {
        var tree = packages.TreeOf(package);
        var programs = Path.Combine(tree, "usr/lib", package);
        Assert.True(File.Exists(Path.Combine(programs, $"{package}.dll")));
        Assert.False(File.Exists(Path.Combine(programs, package)), "a host program of this architecture is inside");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories),
            file => Path.GetExtension(file) is ".pdb" or ".key" || Path.GetFileName(file).Contains("Tests"));
    }

    [Theory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public void Only_programs_and_scripts_may_be_run_and_nobody_but_root_may_write(string package)
    {
        var tree = packages.TreeOf(package);
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        const UnixFileMode Run = UnixFileMode.UserExecute;
        Assert.All(Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories), file =>
        {
            var name = Path.GetRelativePath(tree, file);
            var mayRun = name == $"usr/bin/{package}" || name is "DEBIAN/postinst" or "DEBIAN/prerm" or "DEBIAN/postrm";
            Assert.True(mayRun == File.GetUnixFileMode(file).HasFlag(Run), name);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others);
        });
    }

    [Theory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public void Its_unit_options_and_examples_are_inside_and_every_placeholder_is_filled(string package)
    {
        var tree = packages.TreeOf(package);
        Assert.Equal(
            File.ReadAllText(Path.Combine(SourceTree.Root, "deploy/systemd", $"{package}.service")),
            File.ReadAllText(Path.Combine(tree, "lib/systemd/system", $"{package}.service")));
        Assert.Equal([$"/etc/default/{package}"], File.ReadAllLines(Path.Combine(tree, "DEBIAN/conffiles")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(tree, "usr/share/doc", package, "examples")));
        var filled = Directory.GetFiles(Path.Combine(tree, "DEBIAN")).Append(Path.Combine(tree, "usr/bin", package));
        Assert.All(filled, file => Assert.DoesNotMatch("@[A-Z]+@", File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("jingu-edge", "Microsoft.NETCore.App", "dotnet")]
    [InlineData("jingu-aggregator", "Microsoft.AspNetCore.App", "aspnetcore")]
    public async Task A_missing_runtime_is_named_with_how_to_get_it(string package, string framework, string runtime)
    {
        // The wrapper, with nothing of this machine's .NET where it looks.
        var wrapper = Path.Combine(packages.TreeOf(package), "usr/bin", package);
        var (exitCode, said) = await Programs.RunAsync(
            "/usr/bin/unshare", "--map-root-user", "--mount", "/bin/sh", "-c",
            "for place in /usr/share/dotnet /usr/lib/dotnet /opt/dotnet; do "
                + "[ ! -d $place ] || mount -t tmpfs none $place; done; "
                + $"PATH=/usr/sbin:/usr/bin:/sbin:/bin DOTNET_ROOT= exec sh {wrapper} --version");
        Assert.Equal(3, exitCode);
        Assert.Contains($"{package} needs the .NET 10 runtime ({framework})", said, StringComparison.Ordinal);
        Assert.Contains($"--channel 10.0 --runtime {runtime} ", said, StringComparison.Ordinal);
    }
}
