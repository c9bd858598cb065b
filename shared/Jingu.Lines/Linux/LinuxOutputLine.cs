namespace Jingu.Lines.Linux;

/// <summary>An output of the GPIO character device.</summary>
internal sealed class LinuxOutputLine(LineHandle line) : IOutputLine
{
    public ValueTask<LevelOutcome> SetAsync(bool isActive, CancellationToken stop) =>
        ValueTask.FromResult(line.Set(isActive));

    public ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) => ValueTask.FromResult(line.Read());

    public ValueTask DisposeAsync()
    {
        line.Dispose();
        return ValueTask.CompletedTask;
    }
}
