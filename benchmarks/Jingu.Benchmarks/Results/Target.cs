namespace Jingu.Benchmarks.Results;

/// <summary>One line of the table of targets.</summary>
/// <param name="What">What was asked; a later run replaces the line of the same name.</param>
/// <param name="Demanded">The target.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Ratio">To the limit or a peer of the same run; empty where there is none.</param>
/// <param name="Verdict">Met, short, or why nothing was measured.</param>
/// <param name="Command">That measured it.</param>
internal sealed record Target(
    string What, string Demanded, string Measured, string Ratio, string Verdict, string Command)
{
    public static Target Judged(
        string what, string demanded, string measured, string ratio, bool isMet, string command) =>
        new(what, demanded, measured, ratio, isMet ? "met" : "**short**", command);

    public static Target NotMeasured(string what, string demanded, string why, string command) =>
        new(what, demanded, "-", "", $"not measured: {why}", command);
}
