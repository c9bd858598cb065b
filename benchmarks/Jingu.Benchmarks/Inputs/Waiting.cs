namespace Jingu.Benchmarks.Inputs;

/// <summary>BenchmarkDotNet's toolchain in this process awaits a benchmark, but neither its set-up nor its clean-up.
/// </summary>
internal static class Waiting
{
#pragma warning disable RS0030 // Nobody else runs here, and nothing else can wait.
    public static void For(Task task) => task.GetAwaiter().GetResult();
#pragma warning restore RS0030
}
