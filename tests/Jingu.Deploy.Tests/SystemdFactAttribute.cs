using Xunit;

namespace Jingu.Deploy.Tests;

/// <summary>
/// A test that needs systemd's own judge of units; where it is missing the test is skipped and says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute()
    {
        if (Programs.OnPath("systemd-analyze") is null)
            Skip = "systemd-analyze is not on this machine: the unit was not verified (apt-get install systemd).";
    }
}
