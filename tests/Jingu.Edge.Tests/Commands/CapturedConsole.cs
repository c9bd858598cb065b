using System.CommandLine;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>Runs commands in this process and gives what they print; see <see cref="ConsoleTests"/>.</summary>
internal static class CapturedConsole
{
    /// <summary>The exit code and the output; an exception of the command is thrown.</summary>
    public static async Task<(int Code, string Output)> RunAsync(RootCommand root, params IReadOnlyList<string> args)
    {
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            var parsed = root.Parse(args);
            Assert.Empty(parsed.Errors);
            return (await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }), output.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
