namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>
/// Brings answers to those who asked, by message id. An answer may come before its question was noted: the library
/// returns the id while its own thread already hears the broker. Safe from any thread; its lock is the innermost and no
/// native call is made under it.
/// </summary>
internal sealed class Answers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, TaskCompletionSource<MqttOutcome>> _asked = [];
    private readonly Dictionary<int, MqttOutcome> _early = [];
    private MqttOutcome? _end;

    internal Task<MqttOutcome> Expect(int mid)
    {
        lock (_gate)
        {
            if (_early.Remove(mid, out var early))
                return Task.FromResult(early);
            if (_end is not null)
                return Task.FromResult(_end);
            var asked = new TaskCompletionSource<MqttOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Add(mid, asked);
            return asked.Task;
        }
    }

    internal void Bring(int mid, MqttOutcome answer)
    {
        TaskCompletionSource<MqttOutcome>? asked;
        lock (_gate)
        {
            if (!_asked.Remove(mid, out asked))
                _early[mid] = answer;
        }
        asked?.TrySetResult(answer);
    }

    /// <summary>Nothing will come any more.</summary>
    internal void End(MqttOutcome end)
    {
        TaskCompletionSource<MqttOutcome>[] waiting;
        lock (_gate)
        {
            _end = end;
            waiting = [.. _asked.Values];
            _asked.Clear();
        }
        foreach (var asked in waiting)
            asked.TrySetResult(end);
    }
}
