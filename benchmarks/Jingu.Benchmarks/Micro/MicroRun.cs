using System.Globalization;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// Runs one class of this folder by BenchmarkDotNet: three short iterations after three to warm up, and what it
/// allocates. In this process, because a toolchain that builds projects of its own misses the central package versions.
/// </summary>
internal static class MicroRun
{
    private static readonly TimeInterval IterationTime = TimeInterval.FromMilliseconds(250);

    /// <summary>All classes, by name.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(AccountReading), typeof(AppendJournal), typeof(DecodeRegisters), typeof(EncodeBatch),
        typeof(EvaluateBudgets), typeof(QueryMonth), typeof(RollupDay),
    ];

    /// <summary>The table in Markdown; null when a benchmark failed.</summary>
    /// <param name="dry">Once each and not measured: only whether it works.</param>
    public static string? Table(Type benchmarks, bool dry)
    {
        using var folder = new Inputs.PassingFolder();
        var job = dry ? Job.Dry : Job.ShortRun.WithIterationTime(IterationTime);
        var config = ManualConfig.CreateEmpty().WithArtifactsPath(folder.Name)
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run(benchmarks, config);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
            || summary.Reports.IsEmpty
                ? null
                : ToMarkdown(benchmarks, summary);
    }

    private static string ToMarkdown(Type benchmarks, Summary summary)
    {
        var columns = summary.Table.Columns.Where(
            column => column.NeedToShow && column.OriginalColumn.ColumnName is not ("Error" or "Median")).ToList();
        var text = new StringBuilder();
        void Row(Func<SummaryTable.SummaryTableColumn, string> cell, string bytes) => text.Append("| ").AppendJoin(
            " | ", columns.Select(cell).Concat(benchmarks == typeof(EncodeBatch) ? [bytes] : [])).Append(" |\n");
        Row(column => column.Header, "Bytes per reading");
        Row(column => column.OriginalColumn.IsNumeric ? "---:" : "---", "---:");
        for (var row = 0; row < summary.Table.FullContent.Length; row++)
        {
            var at = row;
            var method = summary.BenchmarksCases[row].Descriptor.WorkloadMethod.Name;
            Row(
                column => column.Content[at].Trim(),
                string.Create(CultureInfo.InvariantCulture, $"{EncodeBatch.BytesPerReading(method):0.00}"));
        }
        return text.ToString();
    }
}
