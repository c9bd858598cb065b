using Jingu.Benchmarks.Macro;
using Jingu.Benchmarks.Micro;

namespace Jingu.Benchmarks;

/// <summary>Every question, in the order of RESULTS.md.</summary>
internal static class Questions
{
    private const string Micro = "micro";

    public static IReadOnlyList<Question> All { get; } =
    [
        .. MicroRun.All.Select(type => new Question(
            type.Name, WhatOf(type), "1 min", () => Task.FromResult(
                MicroRun.Table(type, dry: false) is { } table ? new Answer(table) : null))
        {
            Group = Micro,
        }),
        new(
            PeersQuestion.Name, "What does the gateway's job cost us, and what others and the limit?", "17 min",
            PeersQuestion.AskAsync),
        new(
            DeadQuestion.Name, "Three of 20 meters fall silent: what do the others pay?", "4 min",
            DeadQuestion.AskAsync),
        new(
            SlowQuestion.Name, "A hundred meters answer late behind one address: is a second kept?", "2 min",
            SlowQuestion.AskAsync),
        new(
            LineQuestion.Name, "How much of a 9600-baud line is used, and at what cost?", "1 min",
            LineQuestion.AskAsync),
        new(
            BrokerAwayQuestion.Name, "The broker is gone, and the gateway is killed meanwhile: what is lost?", "1 min",
            BrokerAwayQuestion.AskAsync),
        new(
            InfluxQuestion.Name, "How much does the aggregator take into InfluxDB, beside influxd itself?", "1 min",
            InfluxQuestion.AskAsync),
        new(SqliteQuestion.Name, "How much does the aggregator take into SQLite?", "1 min", SqliteQuestion.AskAsync),
        new(
            CatchUpQuestion.Name, "A gateway was offline for 14 days: how soon has the aggregator everything?",
            "2 min", CatchUpQuestion.AskAsync),
        new(
            ReportQuestion.Name, "How long does a month's report take, and how does it grow?", "4 min",
            ReportQuestion.AskAsync),
    ];

    private static string WhatOf(Type type) => type.Name switch
    {
        nameof(AccountReading) => "What does it cost to account a reading?",
        nameof(AppendJournal) => "What does it cost to append to the journal?",
        nameof(DecodeRegisters) => "What does it cost to make a reading of the registers a meter has answered with?",
        nameof(EncodeBatch) => "What does a reading cost on the wire, in time and bytes, against JSON?",
        nameof(EvaluateBudgets) => "What does it cost to evaluate all budgets of a gateway?",
        nameof(QueryMonth) => "What does a page's query over a month cost?",
        nameof(RollupDay) => "What does it cost to sum up a day of the campus?",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
