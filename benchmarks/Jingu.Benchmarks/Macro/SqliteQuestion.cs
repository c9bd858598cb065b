using System.Globalization;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks.Macro;

/// <summary>How much does the aggregator take into the embedded store?</summary>
internal static class SqliteQuestion
{
    public const string Name = "sqlite";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Batches = 100;

    public static async Task<Answer?> AskAsync()
    {
        await using var lab = new Lab();
        var rig = new AggregatorRig(lab);
        var aggregator = await rig.StartAsync();
        var before = ProcessFigures.Of(aggregator.Pid, lab.BrokerPort);
        var took = await rig.SendAsync(Batches);
        var spent = ProcessFigures.Of(aggregator.Pid, lab.BrokerPort).Since(before);
        var points = Batches * AggregatorRig.PointsPerBatch;
        var rate = points * AggregatorRig.Values / took.TotalSeconds;
        var cpu = spent.Cpu.TotalSeconds / points * 1e6;
        var written = (double)spent.WrittenBytes / points / AggregatorRig.Values;
        FormattableString text =
            $"""
            A real aggregator on SQLite, with broker, envelopes and acknowledgements after the commit: {points} samples
            of 100 meters, ten values each, in batches of {AggregatorRig.PointsPerBatch}, four under way.

            | samples per second | values per second | CPU s per million samples | bytes written per value | peak MB |
            |---:|---:|---:|---:|---:|
            | {points / took.TotalSeconds:0} | {rate:0} | {cpu:0.0} | {written:0.0} | {spent.PeakBytes / 1e6:0} |
            """;
        return new(
            text.ToString(CultureInfo.InvariantCulture),
            Target.Judged(
                "aggregator into embedded SQLite, values per second", "at least 300,000",
                string.Create(CultureInfo.InvariantCulture, $"{rate:0}"), "", rate >= 300_000, Command));
    }
}
