namespace Jingu.Contracts.Faults;

/// <summary>Bugs that the suite plants to show that it bites (tests/README.md). Each turns a named test red.</summary>
public enum PlantedBug
{
    None,
    AckBeforeCommit,
    ForgetJournalId,
    DropLastBatch,
    SwappedWords,
    MonthInUtc,
    ArrivalTime,
}

/// <summary>
/// The test-only switch: the environment variable <see cref="Variable"/>. A process on a clock of its own refuses to
/// start with it.
/// </summary>
public static class PlantedBugs
{
    public const string Variable = "JINGU_PLANTED_BUG";

    private static readonly PlantedBug Planted = Parse(Environment.GetEnvironmentVariable(Variable));

    public static bool Is(PlantedBug bug) => Planted == bug;

    /// <summary>The sentence to stop with when a bug is planted outside a bench; null when all is well.</summary>
    public static string? Complaint(bool bench) =>
        Planted == PlantedBug.None || bench
            ? null
            : $"{Variable} plants a bug for tests and is honoured under a bench clock only: unset it.";

    private static PlantedBug Parse(string? name) => name switch
    {
        null or "" => PlantedBug.None,
        "ack-before-commit" => PlantedBug.AckBeforeCommit,
        "forget-journal-id" => PlantedBug.ForgetJournalId,
        "drop-last-batch" => PlantedBug.DropLastBatch,
        "swapped-words" => PlantedBug.SwappedWords,
        "month-in-utc" => PlantedBug.MonthInUtc,
        "arrival-time" => PlantedBug.ArrivalTime,
        _ => throw new FormatException($"{Variable}={name} names no planted bug."),
    };
}
