using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks;

/// <summary>A name on the command line and in RESULTS.md.</summary>
/// <param name="What">A sentence.</param>
/// <param name="Lasts">About how long it takes.</param>
/// <param name="AskAsync">Measures; null when it failed, which it has said then.</param>
internal sealed record Question(string Name, string What, string Lasts, Func<Task<Answer?>> AskAsync)
{
    /// <summary>A word that stands for several questions; empty: none does.</summary>
    public string Group { get; init; } = "";

    public bool IsNamed(string name) => name == Name || name == Group;
}

/// <param name="Text">Markdown for its section.</param>
/// <param name="Targets">Lines of the table of targets.</param>
internal sealed record Answer(string Text, params IReadOnlyList<Target> Targets);
