namespace Jingu.Simulators.Bench.Children;

/// <summary>What to start: a program with arguments.</summary>
/// <param name="Name">Who it is in messages, and the name of its log: <c>gateway-1</c>.</param>
/// <param name="Program">Path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Its working directory, where its log is appended.</param>
/// <param name="ReadyLine">How the line begins that says it is ready; null: nothing is waited for.</param>
internal sealed record ChildStart(
    string Name, string Program, IReadOnlyList<string> Arguments, string Folder, string? ReadyLine)
{
    /// <summary>A variable of its environment beside those of the bench; null: none.</summary>
    public (string Name, string Value)? Environment { get; init; }
}
