using System.Text.Json.Nodes;
using Spectre.Console;

namespace Jingu.Edge.Commands;

/// <summary>
/// Where a tool shows what it found: tables and progress on a terminal; without one plain lines, parted by tabs, that
/// a script can take apart.
/// </summary>
internal static class Screen
{
    /// <summary>True when a person looks at standard output.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;

    public static async Task TableAsync(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (IsTerminal)
        {
            AnsiConsole.Write(ToTable(headers, rows));
            return;
        }
        await Console.Out.WriteLineAsync(string.Join('\t', headers));
        foreach (var row in rows)
            await Console.Out.WriteLineAsync(string.Join('\t', row));
    }

    public static Table ToTable(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var header in headers)
            table.AddColumn(new TableColumn(Markup.Escape(header)));
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        return table;
    }

    /// <summary>One JSON document on one line.</summary>
    public static Task JsonAsync(JsonNode node) => Console.Out.WriteLineAsync(node.ToJsonString());

    /// <summary>
    /// Shows a bar on a terminal while something long runs, on standard error, so that it is never part of the answer.
    /// </summary>
    /// <param name="work">Told the bar's step: call it once for each part that is done, at most <paramref
    /// name="parts"/> times.</param>
    public static async Task<T> ProgressAsync<T>(string what, int parts, Func<Action, Task<T>> work)
    {
        if (Console.IsErrorRedirected || parts == 0)
            return await work(() => { });
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await errors.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask(Markup.Escape(what), maxValue: parts);
            return await work(() => bar.Increment(1));
        });
    }
}
