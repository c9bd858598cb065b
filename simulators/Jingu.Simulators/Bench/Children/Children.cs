using System.Collections.Concurrent;
using System.Diagnostics;
using Jingu.Time;

namespace Jingu.Simulators.Bench.Children;

/// <summary>
/// Starts programs so that they die with the bench, also when that is killed: setpriv (util-linux) asks the kernel for
/// SIGKILL at the parent's death (prctl(2), PR_SET_PDEATHSIG). The kernel means the parent's <em>thread</em>, so all
/// are started by one thread that lives as long as the bench. setsid keeps a Ctrl-C in the terminal from them: the
/// bench stops them in its own order.
/// </summary>
internal sealed class Children : IAsyncDisposable
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<Action> _starts = [];
    private readonly ConcurrentDictionary<string, Child> _living = [];
    private readonly ConcurrentBag<Task> _watches = [];
    private readonly TaskCompletionSource<string> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MachineTime _machine;

    public Children(MachineTime machine)
    {
        _machine = machine;
        new Thread(() =>
        {
            foreach (var start in _starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "children" }.Start();
    }

    /// <summary>Completes with a sentence when a child ends that nobody has told to.</summary>
    public Task<string> Died => _died.Task;

    /// <summary>
    /// Throws <see cref="System.ComponentModel.Win32Exception"/> when setsid or setpriv is not installed.
    /// </summary>
    public async Task<Child> StartAsync(ChildStart start)
    {
        Directory.CreateDirectory(start.Folder);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(Wrapped(start))!);
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                started.SetException(e);
            }
        });
        var child = new Child(start, await started.Task, _machine);
        _living[start.Name] = child;
        _watches.Add(WatchAsync(child));
        return child;
    }

    /// <summary>The child that bears the name now.</summary>
    public Child Of(string name) => _living[name];

    /// <summary>The end of everybody's log.</summary>
    public string LastLines() => string.Join('\n', _living.Values.Select(child => child.LastLines()));

    /// <summary>Asks those named to stop, all at once, and waits for them; kills who does not.</summary>
    public Task StopAsync(IEnumerable<string> names) =>
        Task.WhenAll(names.Where(_living.ContainsKey).Select(name => _living[name].StopAsync(StopMax)));

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _living.Values)
            await child.KillAsync();
        await Task.WhenAll(_watches);
        _starts.CompleteAdding();
    }

    private async Task WatchAsync(Child child)
    {
        await child.Exited;
        if (child.DiedByItself)
            _died.TrySetResult(child.Obituary());
    }

    private static ProcessStartInfo Wrapped(ChildStart start)
    {
        var wrapped = new ProcessStartInfo(
            "setsid", ["setpriv", "--pdeathsig", "KILL", start.Program, .. start.Arguments])
        {
            WorkingDirectory = start.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (start.Environment is var (name, value))
            wrapped.Environment[name] = value;
        return wrapped;
    }
}
