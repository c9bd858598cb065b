using Xunit;

namespace Jingu.Tidy.Tests;

/// <summary>A rule holds when nothing breaks it; otherwise everything that does is said at once.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
