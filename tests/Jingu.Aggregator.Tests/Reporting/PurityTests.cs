using System.Runtime.CompilerServices;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting;

public sealed class PurityTests
{
    private static readonly string[] Forbidden =
    [
        "System.IO", "System.Net", "Microsoft.", "Dapper", "Jingu.Mqtt", "Jingu.Time;", "Jingu.Aggregator.Persistence",
        "Jingu.Aggregator.Ingest", "Jingu.Aggregator.Web", "File.", "Directory.", "Stream", "TimeProvider", "ILogger",
        "await ",
    ];

    /// <summary>Reports are computed, not fetched: design.md, section 6.</summary>
    [Fact]
    public void Reporting_names_no_IO()
    {
        var files = Directory.GetFiles(
            Path.Combine(Root(), "aggregator", "Jingu.Aggregator", "Reporting"), "*.cs",
            SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(
            files,
            file =>
                Assert.DoesNotContain(
                    Forbidden, word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)));
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
