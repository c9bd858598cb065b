using Jingu.Edge.Commissioning;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>A commissioning file that is good but for one place.</summary>
internal static class CommissioningMistake
{
    /// <summary>The file with the first place that says one thing saying another.</summary>
    public static string In(string good, string right, string wrong)
    {
        Assert.Contains(right, good, StringComparison.Ordinal);
        var at = good.IndexOf(right, StringComparison.Ordinal);
        return string.Concat(good.AsSpan(0, at), wrong, good.AsSpan(at + right.Length));
    }

    /// <summary>It is refused with file, line and this sentence.</summary>
    public static void AssertNamed(Func<CommissioningPlan> read, string sentence)
    {
        var mistake = Assert.Throws<ConfigurationException>(read);
        Assert.Contains("commissioning.yaml:", mistake.Message, StringComparison.Ordinal);
        Assert.True(mistake.Line > 1, mistake.Message);
        Assert.Contains(sentence, mistake.Message, StringComparison.Ordinal);
    }
}
