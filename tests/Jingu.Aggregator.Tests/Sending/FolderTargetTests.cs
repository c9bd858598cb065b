using System.Text;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Sending;
using Xunit;

namespace Jingu.Aggregator.Tests.Sending;

/// <summary>Files in real folders, and folders that do not take them.</summary>
public sealed class FolderTargetTests : IDisposable
{
    private const string Name = "zhoushan-campus-2017-03.json";

    private static readonly ReportFile File = new("d1", new(2017, 3), ReportKind.Campus, "", ReportFormat.Json, "", 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("jingu-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>By the order of steps: what has its name was flushed before.</summary>
    [Fact]
    public async Task A_file_is_written_and_flushed_before_it_has_its_name()
    {
        var steps = new List<(FolderStep, bool HasName)>();
        var target = new FolderTarget(_folder)
        {
            Reached = step => steps.Add((step, System.IO.File.Exists(PathOf(Name)))),
        };

        Assert.Equal(
            new(AttemptOutcome.Delivered, PathOf(Name)), await target.SendAsync(Sent("whole"), default));

        Assert.Equal(
            [
                (FolderStep.Opened, false), (FolderStep.Written, false), (FolderStep.Flushed, false),
                (FolderStep.Renamed, true), (FolderStep.FolderFlushed, true),
            ],
            steps);
        Assert.Equal(["whole"], Directory.GetFiles(_folder).Select(System.IO.File.ReadAllText));
    }

    /// <summary>Killed at each step and sent again: one file, whole, and until then the old one or none.</summary>
    [Theory]
    [InlineData(nameof(FolderStep.Opened), false)]
    [InlineData(nameof(FolderStep.Written), false)]
    [InlineData(nameof(FolderStep.Flushed), false)]
    [InlineData(nameof(FolderStep.Renamed), true)]
    [InlineData(nameof(FolderStep.FolderFlushed), true)]
    public async Task Killed_at_any_step_there_is_never_half_a_file(string at, bool hasNew)
    {
        await new FolderTarget(_folder).SendAsync(Sent("before"), default);
        var dying = new FolderTarget(_folder)
        {
            Reached = step =>
            {
                if (step == Enum.Parse<FolderStep>(at))
                    throw new KilledException();
            },
        };

        await Assert.ThrowsAsync<KilledException>(() => dying.SendAsync(Sent("after, and longer"), default));
        Assert.Equal(hasNew ? "after, and longer" : "before", await System.IO.File.ReadAllTextAsync(PathOf(Name)));

        await new FolderTarget(_folder).SendAsync(Sent("after, and longer"), default);
        Assert.Equal(["after, and longer"], Directory.GetFiles(_folder).Select(System.IO.File.ReadAllText));
    }

    [Fact]
    public async Task A_folder_that_does_not_take_it_is_told_by_its_kind()
    {
        Assert.Equal(AttemptOutcome.FolderMissing, await OutcomeAsync(Path.Combine(_folder, "share")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "share")));
        // A folder where the unfinished file would be: nobody may write there, not even root.
        Directory.CreateDirectory(PathOf(FolderTarget.Unfinished(Name)));
        Assert.Equal(AttemptOutcome.FolderDenied, await OutcomeAsync(_folder));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing_under_the_name()
    {
        System.IO.File.CreateSymbolicLink(PathOf(FolderTarget.Unfinished(Name)), "/dev/full");

        Assert.Equal(AttemptOutcome.FolderFull, await OutcomeAsync(_folder));
        Assert.False(System.IO.File.Exists(PathOf(Name)));
    }

    private static async Task<AttemptOutcome> OutcomeAsync(string folder) =>
        (await new FolderTarget(folder).SendAsync(Sent("x"), default)).Outcome;

    private static SentFile Sent(string text) =>
        new(File, Name, "application/json", Encoding.UTF8.GetBytes(text), "key", IsComplete: true);

    private string PathOf(string name) => Path.Combine(_folder, name);
}
