using System.CommandLine;

namespace Jingu.Edge.Commands;

/// <summary><c>jingu-edge --version</c>: the program, its driver set and the libraries in use.</summary>
internal static class VersionCommand
{
    private const string Name = "version";

    public static Command Create()
    {
        var command = new Command(Name, "Say what this is and what it was built with; also --version.");
        command.SetAction(async (_, _) =>
        {
            await Console.Out.WriteLineAsync($"jingu-edge {About.Version}\ndrivers: {About.Drivers}");
            foreach (var (seam, library) in About.Libraries())
                await Console.Out.WriteLineAsync($"{seam}: {library}");
            return ExitCodes.Good;
        });
        return command;
    }

    /// <summary>Takes <c>--version</c> to the command: the library's own option knows one line only.</summary>
    public static string[] Expand(string[] args) => args is ["--version"] ? [Name] : args;
}
