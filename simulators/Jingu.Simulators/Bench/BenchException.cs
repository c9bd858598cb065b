namespace Jingu.Simulators.Bench;

/// <summary>The run cannot begin or go on. The message is a sentence for whoever started it.</summary>
internal sealed class BenchException(int exitCode, string message) : Exception(message)
{
    /// <summary>See <see cref="ExitCodes"/>.</summary>
    public int ExitCode => exitCode;
}
