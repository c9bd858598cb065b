using System.Diagnostics;

namespace Jingu.Modbus.Tests.Judges;

/// <summary>A program of others, started for a test and killed at its end.</summary>
internal sealed class ForeignProgram : IAsyncDisposable
{
    private readonly Process _program;

    private ForeignProgram(Process program) => _program = program;

    /// <summary>Starts a program found on PATH; a missing one fails the test with the package that has it.</summary>
    public static ForeignProgram Start(string name, string package, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(name, arguments);
            (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
            start.RedirectStandardInput = true;
            return new ForeignProgram(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"{name} does not start: apt-get install {package}", missing);
        }
    }

    public async Task<string> ReadLineAsync() =>
        await _program.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException(await _program.StandardError.ReadToEndAsync());

    /// <summary>The line is in the program's standard input when this returns.</summary>
    public async Task SayAsync(string line)
    {
        await _program.StandardInput.WriteLineAsync(line);
        await _program.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the program's end and gives all it wrote.</summary>
    public async Task<string> FinishAsync()
    {
        var output = _program.StandardOutput.ReadToEndAsync();
        var errors = _program.StandardError.ReadToEndAsync();
        await _program.WaitForExitAsync();
        return await output + await errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
            _program.Kill();
        await _program.WaitForExitAsync();
        _program.Dispose();
    }
}
