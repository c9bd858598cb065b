using System.Threading.Channels;
using Jingu.Lines;

namespace Jingu.Edge.Tests.Acquisition.Pulses;

/// <summary>One line that a test moves by hand; it tells when everything it gave was taken in.</summary>
internal sealed class HandLine(bool isLasting) : ILines, IInputLine
{
    private readonly Channel<EdgesOutcome> _waiting = Channel.CreateUnbounded<EdgesOutcome>();
    private long _sequence;
    private int _given;
    private int _asked;

    public bool IsLasting => isLasting;

    /// <summary>False: it cannot be opened.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>True when whoever takes has come back for more than was given.</summary>
    public bool IsTakenIn => Volatile.Read(ref _asked) > Volatile.Read(ref _given);

    public void Pulse(int pulses = 1)
    {
        for (var i = 0; i < pulses; i++)
        {
            _sequence++;
            Give(new EdgesOutcome.Taken(
                [new(true, TimeSpan.FromSeconds(_sequence), _sequence)], _sequence));
        }
    }

    public void LetAWhilePass() => Give(new EdgesOutcome.Taken([], _sequence));

    public void Unplug()
    {
        IsThere = false;
        _sequence = isLasting ? _sequence : 0;
        Give(new EdgesOutcome.Gone("the chip was unplugged"));
    }

    public ValueTask<LineOpening<IInputLine>> OpenInputAsync(InputSettings settings, CancellationToken stop) =>
        ValueTask.FromResult<LineOpening<IInputLine>>(IsThere
            ? new LineOpening<IInputLine>.Opened(this)
            : new LineOpening<IInputLine>.Failed("there is no such chip"));

    public ValueTask<LineOpening<IOutputLine>> OpenOutputAsync(OutputSettings settings, CancellationToken stop) =>
        throw new NotSupportedException("a pulse input drives nothing");

    public async ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop)
    {
        Interlocked.Increment(ref _asked);
        if (waitMax > TimeSpan.Zero)
            return await _waiting.Reader.ReadAsync(stop);
        Interlocked.Decrement(ref _asked);
        while (_waiting.Reader.TryRead(out var outcome))
        {
            if (outcome is EdgesOutcome.Gone)
                return outcome;
        }
        return new EdgesOutcome.Taken([], _sequence);
    }

    public ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) =>
        ValueTask.FromResult<LevelOutcome>(new LevelOutcome.Level(false));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Give(EdgesOutcome outcome)
    {
        Interlocked.Increment(ref _given);
        _waiting.Writer.TryWrite(outcome);
    }
}
