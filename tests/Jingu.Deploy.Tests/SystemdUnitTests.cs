using Xunit;

namespace Jingu.Deploy.Tests;

public sealed class SystemdUnitTests
{
    private const string Installed = "/usr/lib/jingu/edge/jingu-edge";
    private static readonly string Unit =
        File.ReadAllText(Path.Combine(Programs.Root, "deploy/systemd/jingu-edge.service"));

    [SystemdFact]
    public async Task The_unit_of_the_gateway_is_valid_to_systemd()
    {
        var (exitCode, said) = await VerifyAsync(Unit);
        Assert.True(exitCode == 0 && said.Length == 0, said);
    }

    [SystemdFact]
    public async Task A_misspelt_setting_would_be_noticed()
    {
        var (_, said) =
            await VerifyAsync(Unit.Replace("NoNewPrivileges=", "NoNewPrivilege=", StringComparison.Ordinal));
        Assert.Contains("NoNewPrivilege", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Restart=always")]
    [InlineData("ExecReload=/usr/lib/jingu/edge/jingu-edge check --offline --config /etc/jingu/gateway.yaml")]
    [InlineData("StartLimitIntervalSec=0")]
    [InlineData("StateDirectory=jingu")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("ProtectSystem=strict")]
    public void What_the_promises_rest_on_is_in_the_unit(string setting) => Assert.Contains(setting, Unit.Split('\n'));

    /// <summary>Verifies the unit with the gateway that was built here in place of the one it installs.</summary>
    private static async Task<(int ExitCode, string Said)> VerifyAsync(string unit)
    {
        var folder = Directory.CreateTempSubdirectory("jingu-unit-");
        try
        {
            var file = Path.Combine(folder.FullName, "jingu-edge.service");
            var built = Programs.Built("Jingu.Edge", "jingu-edge");
            await File.WriteAllTextAsync(file, unit.Replace(Installed, built, StringComparison.Ordinal));
            return await Programs.RunAsync(Programs.OnPath("systemd-analyze")!, "verify", "--man=no", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
