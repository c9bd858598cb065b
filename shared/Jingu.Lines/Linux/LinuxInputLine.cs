using Jingu.Time;

namespace Jingu.Lines.Linux;

/// <summary>An input of the GPIO character device.</summary>
internal sealed class LinuxInputLine : IInputLine
{
    private readonly LineHandle _line;
    private readonly EdgeQueue _queue;
    private readonly EdgeReader _reader;
    private int _disposed;

    public LinuxInputLine(LineHandle line, MachineTime time)
    {
        (_line, _queue) = (line, new EdgeQueue(time));
        _reader = new EdgeReader(line, _queue);
    }

    public bool IsLasting => false;

    public ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop) =>
        _queue.TakeAsync(waitMax, stop);

    public ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) => ValueTask.FromResult(_line.Read());

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.Break("closed on this side");
        await _reader.DisposeAsync();
        _line.Dispose();
    }
}
