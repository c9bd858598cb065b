using Jingu.Simulators.Bench.Children;
using Jingu.Time;
using Xunit;

namespace Jingu.Simulators.Tests.Bench;

public sealed class ChildrenTests : IDisposable
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-children-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_child_is_ready_when_it_says_so_and_its_words_are_in_its_log()
    {
        await using var children = new Children(MachineTime.OfThisMachine);
        var child = await children.StartAsync(Shell("echo starting; echo ready here; read forever", "ready"));

        Assert.Null(await child.ReadyAsync(Max, default));
        Assert.Contains(
            "starting", await File.ReadAllTextAsync(Path.Combine(_folder, "dummy.log")), StringComparison.Ordinal);
        await child.KillAsync();
        Assert.False(children.Died.IsCompleted);
    }

    [Fact]
    public async Task A_child_that_dies_before_it_is_ready_is_reported_with_its_last_words()
    {
        await using var children = new Children(MachineTime.OfThisMachine);
        var child = await children.StartAsync(Shell("echo no disk >&2; exit 3", "ready"));

        var sentence = await child.ReadyAsync(Max, default);

        Assert.Contains("exit code 3", sentence, StringComparison.Ordinal);
        Assert.Contains("no disk", sentence, StringComparison.Ordinal);
        Assert.Equal(sentence, await children.Died.WaitAsync(Max, MachineTime.OfThisMachine));
    }

    [Fact]
    public async Task A_child_that_ignores_the_request_to_stop_is_killed()
    {
        await using var children = new Children(MachineTime.OfThisMachine);
        var child = await children.StartAsync(
            Shell("trap '' TERM; echo ready; while true; do read x || sleep 1; done", "ready"));
        Assert.Null(await child.ReadyAsync(Max, default));

        await child.StopAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal(128 + Signals.Kill, await child.Exited);
        Assert.False(child.DiedByItself);
    }

    private ChildStart Shell(string script, string ready) => new("dummy", "/bin/sh", ["-c", script], _folder, ready);
}
