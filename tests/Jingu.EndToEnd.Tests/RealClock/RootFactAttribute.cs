using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>A test that mounts a small file system; elsewhere than as root it is skipped, and says so.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "mounts a small file system: run the tests as root";
    }
}
