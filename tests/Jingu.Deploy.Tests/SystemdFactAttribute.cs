using Xunit;

namespace Jingu.Deploy.Tests;

/// <summary>
/// A test that needs systemd's own judge of units; where it is missing the test is skipped and says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdFactAttribute : FactAttribute
{
    public const string Missing =
        "systemd-analyze is not on this machine: the unit was not judged (apt-get install systemd).";

    public SystemdFactAttribute()
    {
        if (Programs.OnPath("systemd-analyze") is null)
            Skip = Missing;
    }
}

/// <inheritdoc cref="SystemdFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SystemdTheoryAttribute : TheoryAttribute
{
    public SystemdTheoryAttribute()
    {
        if (Programs.OnPath("systemd-analyze") is null)
            Skip = SystemdFactAttribute.Missing;
    }
}
