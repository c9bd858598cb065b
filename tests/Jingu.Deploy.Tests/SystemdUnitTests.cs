using System.Globalization;
using System.Text.RegularExpressions;
using Jingu.Testing;
using Xunit;

namespace Jingu.Deploy.Tests;

public sealed partial class SystemdUnitTests
{
    /// <summary>What systemd calls OK; a service without any sandbox has 9.6.</summary>
    private const double ExposureMax = 2.5;

    [SystemdTheory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public async Task The_units_are_valid_to_systemd(string service)
    {
        var (exitCode, said) = await VerifyAsync(service, Unit(service));
        Assert.True(exitCode == 0 && said.Length == 0, said);
    }

    [SystemdFact]
    public async Task A_misspelt_setting_would_be_noticed()
    {
        var (_, said) = await VerifyAsync(
            "jingu-edge", Unit("jingu-edge").Replace("NoNewPrivileges=", "NoNewPrivilege=", StringComparison.Ordinal));
        Assert.Contains("NoNewPrivilege", said, StringComparison.Ordinal);
    }

    [SystemdTheory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public async Task What_a_break_in_could_reach_is_little_to_systemd(string service)
    {
        var (_, said) = await Programs.RunAsync(
            Programs.OnPath("systemd-analyze")!, "security", "--offline=true", "--no-pager", PathOf(service));
        var exposure = double.Parse(Exposure().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(exposure <= ExposureMax, said);
    }

    [Theory]
    [InlineData("jingu-edge", "ExecStart=/usr/bin/jingu-edge run --config /etc/jingu-edge/gateway.yaml $JINGU_OPTIONS")]
    [InlineData("jingu-edge", "ExecReload=/usr/bin/jingu-edge check --offline --config /etc/jingu-edge/gateway.yaml")]
    [InlineData("jingu-edge", "User=jingu-edge")]
    [InlineData("jingu-edge", "StateDirectory=jingu-edge")]
    [InlineData("jingu-aggregator", "User=jingu-aggregator")]
    [InlineData("jingu-aggregator", "StateDirectory=jingu-aggregator")]
    [InlineData("both", "Type=notify")]
    [InlineData("both", "WatchdogSec=60")]
    [InlineData("both", "Restart=always")]
    [InlineData("both", "StartLimitIntervalSec=0")]
    [InlineData("both", "NoNewPrivileges=yes")]
    [InlineData("both", "ProtectSystem=strict")]
    // Without it no clock is ever trusted under systemd, and nothing ever cut.
    [InlineData("both", "SystemCallFilter=adjtimex clock_adjtime clock_adjtime64")]
    public void What_the_promises_rest_on_is_in_the_unit(string service, string setting) => Assert.All(
        service == "both" ? ["jingu-edge", "jingu-aggregator"] : (string[])[service],
        name => Assert.Contains(setting, Unit(name).Split('\n')));

    [Theory]
    [InlineData("jingu-edge")]
    [InlineData("jingu-aggregator")]
    public void The_kernel_may_be_asked_what_its_clock_is_worth(string service) =>
        Assert.DoesNotContain("\nProtectClock=", Unit(service), StringComparison.Ordinal);

    /// <summary>Verifies the unit with a program that is here in place of the one that the package installs.</summary>
    private static async Task<(int ExitCode, string Said)> VerifyAsync(string service, string unit)
    {
        var folder = Directory.CreateTempSubdirectory("jingu-unit-");
        try
        {
            var file = Path.Combine(folder.FullName, $"{service}.service");
            await File.WriteAllTextAsync(
                file, unit.Replace($"/usr/bin/{service}", "/bin/true", StringComparison.Ordinal));
            return await Programs.RunAsync(Programs.OnPath("systemd-analyze")!, "verify", "--man=no", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Unit(string service) => File.ReadAllText(PathOf(service));

    private static string PathOf(string service) =>
        Path.Combine(SourceTree.Root, "deploy/systemd", $"{service}.service");

    [GeneratedRegex(@"Overall exposure level for \S+ ([0-9.]+)")]
    private static partial Regex Exposure();
}
