using Spectre.Console;

namespace Jingu.Simulators.Bench;

/// <summary>The console: colours and bars for a person, plain unbroken lines for a file or a pipe.</summary>
internal static class Terminal
{
    private const int ColumnsOfAPipe = 1000;

    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = ColumnsOfAPipe;
        return console;
    }
}
