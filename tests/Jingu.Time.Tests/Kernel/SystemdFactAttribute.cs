using Xunit;

namespace Jingu.Time.Tests.Kernel;

/// <summary>A test that asks systemd's timedatectl; elsewhere it is skipped, and says so.</summary>
internal sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute()
    {
        if (!Directory.Exists("/run/systemd/system"))
            Skip = "timedatectl answers only where systemd runs";
    }
}
