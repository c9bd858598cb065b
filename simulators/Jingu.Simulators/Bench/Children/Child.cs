using System.Diagnostics;
using Jingu.Time;

namespace Jingu.Simulators.Bench.Children;

/// <summary>
/// A program the bench runs. What it writes goes to a log file in its folder. It dies with the bench, whatever ends
/// that. Members are safe to call from any thread.
/// </summary>
internal sealed class Child
{
    private const int LinesKept = 20;
    private static readonly TimeSpan KilledMax = TimeSpan.FromSeconds(10);

    private readonly Queue<string> _lastLines = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildStart _start;
    private readonly Process _program;
    private readonly MachineTime _machine;
    private volatile bool _endedByUs;

    /// <summary>Takes over a program that was just started with both outputs redirected.</summary>
    public Child(ChildStart start, Process program, MachineTime machine)
    {
        (_start, _program, _machine) = (start, program, machine);
        Exited = FollowAsync();
    }

    public string Name => _start.Name;

    /// <summary>Its number on this machine.</summary>
    public int Pid => _program.Id;

    /// <summary>Its exit code, when it has ended and all it wrote is in the log.</summary>
    public Task<int> Exited { get; }

    /// <summary>True when it ended without having been told to.</summary>
    public bool DiedByItself => Exited.IsCompleted && !_endedByUs;

    /// <summary>Null when it said that it is ready; else a sentence.</summary>
    public async Task<string?> ReadyAsync(TimeSpan max, CancellationToken stop)
    {
        try
        {
            await _ready.Task.WaitAsync(max, _machine, stop);
            return null;
        }
        catch (TimeoutException)
        {
            return $"{Name} did not say that it is ready within {max.TotalSeconds:0} s.\n{LastLines()}";
        }
        catch (InvalidOperationException)
        {
            return Obituary();
        }
    }

    /// <summary>SIGTERM; SIGKILL when that did not end it within <paramref name="max"/>.</summary>
    public async Task StopAsync(TimeSpan max)
    {
        _endedByUs = true;
        Signals.Send(Pid, Signals.Terminate);
        try
        {
            await Exited.WaitAsync(max, _machine);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>SIGKILL: as a power cut for the program.</summary>
    public async Task KillAsync()
    {
        _endedByUs = true;
        Signals.Send(Pid, Signals.Kill);
        await Exited.WaitAsync(KilledMax, _machine);
    }

    /// <summary>A sentence for a child that died, with the end of its log.</summary>
    public string Obituary() => $"{Name} ended by itself with exit code {_program.ExitCode}.\n{LastLines()}";

    /// <summary>The end of its log.</summary>
    public string LastLines()
    {
        lock (_lastLines)
            return string.Join('\n', _lastLines.Select(line => $"  {Name}: {line}"));
    }

    private async Task<int> FollowAsync()
    {
        await using (var log = new StreamWriter(Path.Combine(_start.Folder, _start.Name + ".log"), append: true))
            await Task.WhenAll(CopyAsync(_program.StandardOutput, log), CopyAsync(_program.StandardError, log));
        await _program.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException("ended before it was ready"));
        return _program.ExitCode;
    }

    private async Task CopyAsync(StreamReader output, StreamWriter log)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Write(line, log);
            if (_start.ReadyLine is { } ready && line.StartsWith(ready, StringComparison.Ordinal))
                _ready.TrySetResult(line);
        }
    }

    private void Write(string line, StreamWriter log)
    {
        lock (_lastLines)
        {
            log.WriteLine(line);
            log.Flush();
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
        }
    }
}
